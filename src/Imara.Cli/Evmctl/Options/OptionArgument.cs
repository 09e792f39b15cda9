namespace Imara.Cli.Evmctl.Options;

/// <summary>What may follow an option.</summary>
internal enum OptionArgument
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A value, attached or as the next argument.</summary>
    Required,

    /// <summary>A value, attached only.</summary>
    Optional,
}
