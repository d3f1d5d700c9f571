namespace Streaming.Service.Access;

/// <summary>What a caller may do; each role may do what the one before it may.</summary>
internal enum Role
{
    /// <summary>Looks.</summary>
    Viewer = 1,

    /// <summary>Scores: overrides, marks, notes, exports.</summary>
    Technologist = 2,

    /// <summary>Runs the service.</summary>
    Admin = 3,
}
