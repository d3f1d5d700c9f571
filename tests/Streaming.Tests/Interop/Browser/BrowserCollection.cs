namespace Streaming.Tests.Interop.Browser;

/// <summary>Tests that drive a browser run after the others and one by one: a page that waits for a processor is no finding.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class BrowserCollection;
