using System.Collections.Immutable;
using Imara.Boot.Discovery;
using Imara.Signatures.Keys;

namespace Imara.Boot.Loading;

/// <summary>Gives certificates to the kernel, before a policy that needs them.</summary>
/// <remarks>docs/reference/appraisal.md 7: <c>.ima</c> and <c>.evm</c> where the kernel has trusted keyrings, <c>_ima</c> and <c>_evm</c> where it searches for those.</remarks>
internal sealed class KeyLoader(IKeyrings keyrings, Func<string, (Errno Errno, byte[] Content)> read, ILoadListener listener)
{
    private readonly Dictionary<KeyPurpose, (string Name, int Serial, Errno Errno)> rings = [];

    /// <summary>Loads the certificates of all files; a file that cannot be used does not keep the others out.</summary>
    public ImmutableArray<LoadedKey> Load(IEnumerable<KeyFile> files)
    {
        var keys = ImmutableArray.CreateBuilder<LoadedKey>();
        foreach (var file in files)
        {
            foreach (var key in LoadFile(file))
            {
                listener.Key(key);
                keys.Add(key);
            }
        }

        return keys.DrainToImmutable();
    }

    private IEnumerable<LoadedKey> LoadFile(KeyFile file)
    {
        var (error, content) = file.LeadsNowhere ? (Errno.ENOENT, []) : read(file.Path);
        if (error != Errno.None)
        {
            yield return new LoadedKey(file.Path, UsualName(file.Purpose), 0, error, null) { Obstacle = "the file cannot be read" };
            yield break;
        }

        var ring = RingOf(file.Purpose);
        var blocks = Pem.ReadAll(content).Where(block => block.Label == "CERTIFICATE").Select(block => block.Der).ToList();
        foreach (var der in blocks.Count > 0 ? blocks : [content])
        {
            _ = X509Key.TryParse(der, out var certificate, out _);
            if (ring.Errno != Errno.None)
            {
                yield return new LoadedKey(file.Path, ring.Name, 0, ring.Errno, certificate) { Obstacle = "the keyring cannot be used" };
                continue;
            }

            error = keyrings.Add(der, ring.Serial, out var serial);
            yield return new LoadedKey(file.Path, ring.Name, serial, error, certificate);
        }
    }

    private (string Name, int Serial, Errno Errno) RingOf(KeyPurpose purpose)
    {
        if (rings.TryGetValue(purpose, out var known))
        {
            return known;
        }

        var name = UsualName(purpose);
        var error = keyrings.Find(name, out var serial);
        if (error == Errno.ENOKEY)
        {
            name = "_" + name[1..];
            error = keyrings.Find(name, out serial);
            if (error == Errno.ENOKEY)
            {
                error = keyrings.Make(name, out serial);
                if (error == Errno.None)
                {
                    listener.Note($"the kernel has no {UsualName(purpose)}: made {name}, where it looks instead");
                }
            }
        }

        return rings[purpose] = (name, serial, error);
    }

    private static string UsualName(KeyPurpose purpose) => purpose == KeyPurpose.Ima ? ".ima" : ".evm";
}
