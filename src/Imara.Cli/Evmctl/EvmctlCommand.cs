namespace Imara.Cli.Evmctl;

/// <summary>A command of evmctl.</summary>
/// <param name="name">Its name.</param>
/// <param name="usage">What stands behind the name.</param>
/// <param name="summary">What it does, in a sentence.</param>
internal abstract class EvmctlCommand(string name, string usage, string summary)
{
    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Name and operands, for the list of commands.</summary>
    public string Synopsis => usage.Length == 0 ? name : $"{name} {usage}";

    /// <summary>What it does.</summary>
    public string Summary => summary;

    /// <summary>Does it.</summary>
    /// <returns>The exit status.</returns>
    public abstract int Run(EvmctlCall call);

    /// <summary>Refuses a call that has not enough or too many operands.</summary>
    protected int Misused(EvmctlCall call, string reason)
    {
        call.Streams.Line("usage: " + Synopsis);
        return call.Streams.Fail($"{name}: {reason}");
    }
}
