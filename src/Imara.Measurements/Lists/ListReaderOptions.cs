namespace Imara.Measurements.Lists;

/// <summary>What a list reader may be told.</summary>
public sealed record ListReaderOptions
{
    /// <summary>The template digest column; null: found out from the first records.</summary>
    public ListColumn? Column { get; init; }

    /// <summary>The largest template data accepted, in bytes. The kernel has no limit; the default is 64 MiB.</summary>
    public int MaxDataLength { get; init; } = 64 << 20;
}
