namespace Streaming.Service;

/// <summary>A room's settings: the section of appsettings.json and the type that it is read into.</summary>
internal sealed record Room(string Section, Type Options);
