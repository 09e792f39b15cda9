namespace Imara.Linux.Files;

/// <summary>How a whole file is opened.</summary>
[Flags]
public enum ReadOptions
{
    /// <summary>A link is followed; what is no regular file is refused without waiting for it.</summary>
    None = 0,

    /// <summary>A link under the last name is refused.</summary>
    NoFollow = 1,

    /// <summary>Pipes and devices, too: whoever names one as input is waited for.</summary>
    AnyKind = 2,
}
