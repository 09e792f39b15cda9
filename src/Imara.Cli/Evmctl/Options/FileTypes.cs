namespace Imara.Cli.Evmctl.Options;

/// <summary>The letters of `--type`.</summary>
[Flags]
internal enum FileTypes
{
    /// <summary>Nothing is selected.</summary>
    None = 0,

    /// <summary>`f`: regular files.</summary>
    Files = 1,

    /// <summary>`x`: not those that have both attributes (ima_fix).</summary>
    Unlabelled = 2,

    /// <summary>`m`: stay on one file system.</summary>
    OneFileSystem = 4,
}
