namespace Streaming.Tests.Core.Signals.Edf;

internal sealed record EdfBuilderSignal(string Label, int Samples, string Unit, string Min, string Max, string DigitalMin, string DigitalMax);
