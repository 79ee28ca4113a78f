/** What operators tell the reapers, and what they are told. Whichever replica takes a command acts for all of them. */
@NullMarked
package dev.midori.preview.reaper.control;

import org.jspecify.annotations.NullMarked;
