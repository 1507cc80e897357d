-- A post is one of its leaf: towns name their posts alike, and none may take another's away by its name.
UPDATE posts SET post = place || '/' || post;
