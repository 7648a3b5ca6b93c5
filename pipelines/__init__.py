"""What happens to an item, one step a module, in the order that ``crawler.settings`` lists."""
