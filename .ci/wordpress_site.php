<?php
// Sets up a WordPress and fills it: php wordpress_site.php SITE POSTS.json THEME
[, $site, $file, $theme] = $argv;
$_SERVER['HTTP_HOST'] = '127.0.0.1';
define('WP_INSTALLING', true);
require "$site/wp-load.php";
require "$site/wp-admin/includes/upgrade.php";
wp_install('Trang tin Sông Lam', 'quan-tri', 'quan-tri@example.vn', true, '', wp_generate_password(), 'vi');
$data = json_decode(file_get_contents($file), true);
switch_theme($theme);
update_option('timezone_string', 'Asia/Ho_Chi_Minh');
update_option('date_format', 'd/m/Y');
update_option('time_format', 'H:i');
update_option('posts_per_page', 10);
update_option('permalink_structure', $data['permalinks']);
update_option('default_pingback_flag', 0);
foreach (get_posts(['numberposts' => -1, 'post_type' => ['post', 'page'], 'post_status' => 'any']) as $old) {
    wp_delete_post($old->ID, true);
}
$categories = [];
foreach ($data['sections'] as $slug => $name) {
    $categories[$slug] = wp_insert_term($name, 'category', ['slug' => $slug])['term_id'];
}
foreach ($data['pages'] as $page) {
    wp_insert_post(['post_type' => 'page', 'post_status' => 'publish', 'post_title' => $page['title'], 'post_content' => $page['body']]);
}
foreach ($data['posts'] as $number => $post) {
    $id = wp_insert_post([
        'post_status' => 'publish',
        'post_title' => $post['title'],
        'post_content' => $post['body'],
        'post_date' => $post['date'],
        'post_category' => array_map(fn ($slug) => $categories[$slug], $post['sections']),
        'tags_input' => $number % 3 ? [] : ['Sông Lam', 'thông tin ' . ($number % 7)],
    ]);
    if ($number === 4) {
        stick_post($id);
    }
    if ($number % 5 === 0) {
        wp_insert_comment(['comment_post_ID' => $id, 'comment_author' => 'Bạn đọc', 'comment_content' => 'Bài viết hay.', 'comment_approved' => 1]);
    }
}
global $wp_rewrite;
$wp_rewrite->init();
$wp_rewrite->set_permalink_structure($data['permalinks']);
flush_rewrite_rules(false);
