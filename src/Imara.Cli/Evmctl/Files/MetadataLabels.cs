namespace Imara.Cli.Evmctl.Files;

/// <summary>Labels the content and the metadata of a file: nothing is written before both values are there, and then both or none.</summary>
/// <param name="call">The call.</param>
/// <param name="labels">How content is labelled.</param>
internal sealed class MetadataLabels(EvmctlCall call, ContentLabels labels)
{
    private const string SecurityIma = "security.ima";

    /// <summary>The call as the metadata is to be read: with the label of the content that is about to be written.</summary>
    /// <param name="label">The value; null if the label stays.</param>
    /// <param name="isPortable">The attribute that `--xattr-user` names counts, else security.ima.</param>
    public EvmctlCall With(byte[]? label, bool isPortable) =>
        label is null || call.Options.NoXattr || call.Options.Ima is not null || (!isPortable && call.ImaName != SecurityIma)
            ? call
            : call with { Options = call.Options with { Ima = label } };

    /// <summary>Writes what was made.</summary>
    /// <param name="file">The file.</param>
    /// <param name="label">The label of the content; null if it stays.</param>
    /// <param name="isSigned">The label is a signature.</param>
    /// <param name="evm">The label of the metadata.</param>
    /// <param name="worker">Takes what goes wrong.</param>
    public void Write(TargetFile file, byte[]? label, bool isSigned, byte[] evm, FileWorker worker)
    {
        var known = Errno.None;
        byte[] old = [];
        if (label is not null)
        {
            known = call.Options.NoXattr ? Errno.None : file.ReadAttribute(call.ImaName, out old);
            if ((isSigned && !labels.TryPutBeside(file, label, worker)) || !labels.TryLabel(file, label, worker))
            {
                return;
            }
        }

        var error = call.Options.NoXattr ? Errno.None : file.WriteAttribute(call.EvmName, evm);
        if (error == Errno.None)
        {
            return;
        }

        var undone = label is null ? Errno.None
            : known == Errno.None ? file.WriteAttribute(call.ImaName, old)
            : known == Errno.ENODATA ? file.RemoveAttribute(call.ImaName)
            : known;
        worker.Fail(file.Path, $"{call.EvmName} cannot be written: {ErrnoText.Of(error)}{(undone == Errno.None ? string.Empty : $"; {call.ImaName} is changed already")}");
    }
}
