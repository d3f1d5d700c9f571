namespace Streaming.Core.Rendering;

internal readonly record struct Colour(byte Red, byte Green, byte Blue);
