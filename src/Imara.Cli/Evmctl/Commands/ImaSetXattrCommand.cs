using Imara.Cli.Evmctl.Files;
using Imara.Signatures;

namespace Imara.Cli.Evmctl.Commands;

/// <summary>`ima_setxattr`: labels files with signatures from signature files.</summary>
internal sealed class ImaSetXattrCommand()
    : EvmctlCommand("ima_setxattr", "FILE... | -f SIGFILE FILE", "Write the signature from FILE.sig, or from SIGFILE, to security.ima.")
{
    /// <inheritdoc/>
    public override int Run(EvmctlCall call)
    {
        if (call.Options.Recursive)
        {
            return Misused(call, "-r is not for this command");
        }

        if (call.Operands.Count == 0 || (call.Options.SigFile && call.Operands.Count != 2))
        {
            return Misused(call, call.Options.SigFile ? "with -f, a signature file and a file belong here" : "a file is missing");
        }

        if (call.Options.SigFile)
        {
            return Set(call, call.Operands[0], call.Operands[1]);
        }

        return call.Operands.Max(path => Set(call, ContentLabels.SigFileOf(path), path));
    }

    private static int Set(EvmctlCall call, string sigFile, string path)
    {
        if (!SmallFile.TryRead(sigFile, out var value, out var reason))
        {
            return call.Streams.Fail(reason);
        }

        if (!ImaXattr.TryParse(value, out var parsed, out var error) || (parsed.Header is null && parsed.HeaderV1 is null))
        {
            return call.Streams.Fail($"{sigFile}: no signature for {call.ImaName}{(error.Message is null ? string.Empty : $": {error}")}");
        }

        var failure = TargetFile.Hold(path, out var file);
        using (file)
        {
            failure = file?.WriteAttribute(call.ImaName, value) ?? failure;
        }

        return failure == Errno.None ? EvmctlStatus.Good : call.Streams.Fail($"{path}: {call.ImaName} cannot be written: {ErrnoText.Of(failure)}");
    }
}
