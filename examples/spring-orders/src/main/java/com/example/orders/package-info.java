/** A service that shows orders to who may see them. */
@NullMarked
package com.example.orders;

import org.jspecify.annotations.NullMarked;
