using Imara.Cli.Evmctl.Keys;
using Imara.Signatures;

namespace Imara.Cli.Evmctl.Files;

/// <summary>Hashes and signs content.</summary>
/// <param name="call">The call.</param>
internal sealed class ContentLabels(EvmctlCall call)
{
    private const string Extension = ".sig";

    // A signature file made in this run is met again by its walk.
    private readonly HashSet<string> made = new(StringComparer.Ordinal);

    /// <summary>The signature file of a file.</summary>
    public static string SigFileOf(string path) => path + Extension;

    /// <summary>Writes the digest of the content to the attribute, unless `-n` was given, and prints the value.</summary>
    public bool TryHash(TargetFile file, FileWorker worker) => TryMakeHash(file, worker, out var value) && TryLabel(file, value, worker);

    /// <summary>Hashes the content and prints the value of the attribute, which is not written.</summary>
    public bool TryMakeHash(TargetFile file, FileWorker worker, out byte[] value)
    {
        value = [];
        if (!file.TryDigest(worker.Digester, call.Options.Algo, out var digest, out var reason))
        {
            return worker.Fail(file.Path, reason);
        }

        value = ImaXattrWriter.Write(digest!);
        worker.Line(Convert.ToHexStringLower(value));
        return true;
    }

    /// <summary>Signs the content: to the attribute, unless `-n` was given, with `-f` to a signature file too, and prints the value.</summary>
    public bool TrySign(TargetFile file, Signer signer, FileWorker worker) =>
        TryMakeSignature(file, signer, worker, out var value) && (value is null || (TryPutBeside(file, value, worker) && TryLabel(file, value, worker)));

    /// <summary>Signs the content and prints the value of the attribute, which is not written; null for a signature file of this run.</summary>
    public bool TryMakeSignature(TargetFile file, Signer signer, FileWorker worker, out byte[]? value)
    {
        value = null;
        if (call.Options.SigFile && IsMade(file.Path))
        {
            return true;
        }

        if (!file.TryDigest(worker.Digester, call.Options.Algo, out var digest, out var reason))
        {
            return worker.Fail(file.Path, reason);
        }

        worker.Detail($"hash({HashAlgos.NameOf(digest!.Algo)}): {Convert.ToHexStringLower(digest.Bytes)}");
        if (!signer.TrySign(ImaXattrType.Signature, digest, out var signature, out reason))
        {
            return worker.Fail(file.Path, reason);
        }

        value = signature;
        worker.Line(Convert.ToHexStringLower(signature));
        return true;
    }

    /// <summary>Writes the signature file, if there is to be one.</summary>
    public bool TryPutBeside(TargetFile file, byte[] value, FileWorker worker)
    {
        if (!call.Options.SigFile)
        {
            return true;
        }

        Remember(SigFileOf(file.Path));
        worker.Detail("Writing to " + SigFileOf(file.Path));
        var error = file.PutBeside(Extension, value);
        return error == Errno.None || worker.Fail(file.Path, $"{SigFileOf(file.Path)}: {ErrnoText.Of(error)}");
    }

    /// <summary>Writes the attribute, unless `-n` was given.</summary>
    public bool TryLabel(TargetFile file, byte[] value, FileWorker worker)
    {
        var error = call.Options.NoXattr ? Errno.None : file.WriteAttribute(call.ImaName, value);
        return error == Errno.None || worker.Fail(file.Path, $"{call.ImaName} cannot be written: {ErrnoText.Of(error)}");
    }

    private bool IsMade(string path)
    {
        lock (made)
        {
            return made.Contains(path);
        }
    }

    private void Remember(string path)
    {
        lock (made)
        {
            made.Add(path);
        }
    }
}
