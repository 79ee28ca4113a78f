/** The API's description for people and programs, made from the code, as OpenAPI 3.1. */
@NullMarked
package dev.midori.preview.gateway.docs;

import org.jspecify.annotations.NullMarked;
