using Imara.Cli.Evmctl.Options;

namespace Imara.Cli.Evmctl;

/// <summary>One call of a command.</summary>
/// <param name="Options">The options.</param>
/// <param name="Operands">The operands behind the name of the command; bytes as Latin-1.</param>
/// <param name="Streams">Where it speaks.</param>
internal sealed record EvmctlCall(EvmctlOptions Options, IReadOnlyList<string> Operands, EvmctlStreams Streams)
{
    /// <summary>The attribute that holds digests and signatures of the content.</summary>
    public string ImaName => Options.XattrUser ? "user.ima" : "security.ima";

    /// <summary>The attribute that holds HMACs and signatures of the metadata.</summary>
    public string EvmName => Options.XattrUser ? "user.evm" : "security.evm";
}
