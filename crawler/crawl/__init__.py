"""One crawl of a portal: a batch of visits into the store, and Scrapy in this process."""
