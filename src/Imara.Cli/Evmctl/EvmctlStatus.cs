namespace Imara.Cli.Evmctl;

/// <summary>Exit statuses of evmctl; of many items the highest counts.</summary>
internal static class EvmctlStatus
{
    /// <summary>Everything was done, everything is good.</summary>
    public const int Good = 0;

    /// <summary>A signature is bad, or an option is not known.</summary>
    public const int Bad = 1;

    /// <summary>Something could not be done.</summary>
    public const int Failed = 125;
}
