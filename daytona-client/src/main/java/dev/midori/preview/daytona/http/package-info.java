/**
 * Daytona over HTTP: Spring's HTTP interfaces on the JDK's client. {@code ControlApi} and {@code ToolboxApi} are the wire,
 * one method per request; {@code Call} gives each request its deadline and turns every failure into a
 * {@link dev.midori.preview.daytona.DaytonaException}. What a sandbox answers is not trusted: it is read up to a limit
 * and within the deadline.
 */
@NullMarked
package dev.midori.preview.daytona.http;

import org.jspecify.annotations.NullMarked;
