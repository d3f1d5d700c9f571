namespace Streaming.Tests.Interop.Edf;

internal sealed record MneAnnotation(double Onset, double Duration, string Text);
