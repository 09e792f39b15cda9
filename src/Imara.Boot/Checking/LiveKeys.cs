using Imara.Linux.Keyrings;
using Imara.Signatures.Keys;

namespace Imara.Boot.Checking;

/// <summary>The keys in IMA's keyrings of the running kernel. The kernel does not give them back, only what it calls them.</summary>
public sealed class LiveKeys
{
    private readonly HashSet<ByteString> descriptions = [];

    private LiveKeys()
    {
    }

    /// <summary>Reads <c>.ima</c> and <c>_ima</c>; null if neither may be read.</summary>
    public static LiveKeys? Read()
    {
        var keys = new LiveKeys();
        var any = false;
        foreach (var name in (ReadOnlySpan<string>)[".ima", "_ima"])
        {
            if (KeyringSearch.Find(name, out var serial) != Errno.None || KeyCalls.Members(serial, out var members) != Errno.None)
            {
                continue;
            }

            any = true;
            foreach (var member in members)
            {
                if (KeyDescription.Read(member, out var description) == Errno.None)
                {
                    keys.descriptions.Add(new ByteString(description!.Description.Span));
                }
            }
        }

        return any ? keys : null;
    }

    /// <summary>True if a key of that certificate's name is there.</summary>
    public bool Has(X509Key certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return descriptions.Contains(new ByteString(certificate.Description));
    }
}
