package dev.midori.preview.sandbox;

/** Whose sandbox it is and which project it shows. */
public record Owner(UserId user, ProjectId project) {}
