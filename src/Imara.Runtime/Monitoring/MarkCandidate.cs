namespace Imara.Runtime.Monitoring;

/// <summary>A path whose file system could be watched.</summary>
/// <param name="Path">The path.</param>
/// <param name="Device">Device number of its file system.</param>
/// <param name="Magic">Magic number of its super block.</param>
/// <param name="IsRequired">The user asked for it; else it is one of the defaults.</param>
internal readonly record struct MarkCandidate(ByteString Path, ulong Device, ulong Magic, bool IsRequired);
