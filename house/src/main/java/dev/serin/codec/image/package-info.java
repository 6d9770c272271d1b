/**
 * Keeps the ways between image files and the tensors of image-pair models. Bytes of PNG and JPEG
 * files come in, bounded before a pixel is allocated; tensors, boxes and overlays go out.
 */
package dev.serin.codec.image;
