namespace Imara.Signatures.Keys;

/// <summary>Keys as the kernel keeps them in <c>.ima</c>, <c>.evm</c> or <c>.builtin_trusted_keys</c>. Fill it first; any number of threads may then search it.</summary>
/// <remarks>docs/reference/appraisal.md 2 (keyid) and 7.</remarks>
public sealed class Keyring
{
    private readonly List<KeyringEntry> entries = [];
    private readonly Dictionary<ulong, RsaKey> version1 = [];

    /// <summary>The asymmetric keys in the order in which they were added.</summary>
    public IReadOnlyList<KeyringEntry> Entries => entries;

    /// <summary>Adds a certificate's key without asking who signed it; a key of the same description is displaced.</summary>
    /// <returns><see cref="Errno.ENOPKG"/> if the certificate holds a kind of key that cannot be used.</returns>
    public Errno Add(X509Key certificate)
    {
        if (certificate.PublicKey is not { } key)
        {
            return Errno.ENOPKG;
        }

        Put(new KeyringEntry(key, certificate.Description, certificate.Skid, certificate));
        return Errno.None;
    }

    /// <summary>Adds a bare key under the identifier made from the key itself, as user-space verifiers do.</summary>
    public void Add(PublicKey key)
    {
        var skid = key.ComputeSkid();
        Put(new KeyringEntry(key, Convert.ToHexStringLower(skid), skid, certificate: null));
    }

    /// <summary>Adds an RSA key for signatures of version 1, which the kernel keeps as a <c>user</c> key named by <see cref="KeyBlobV1.Description"/>.</summary>
    public void AddVersion1(RsaKey key) => version1[KeyBlobV1.KeyId(key)] = key;

    /// <summary>The keys that a signature header of version 2 or 3 may mean.</summary>
    public IEnumerable<KeyringEntry> Find(uint keyid) => entries.Where(entry => entry.HasKeyId(keyid));

    /// <summary>The keyids of the keys for signatures of version 1.</summary>
    public IEnumerable<ulong> Version1KeyIds => version1.Keys;

    /// <summary>The key of a version 1 signature header, null if there is none.</summary>
    public RsaKey? FindVersion1(ulong keyid) => version1.GetValueOrDefault(keyid);

    /// <summary>Whether the kernel would let a certificate into <c>.ima</c> or <c>.evm</c> when these are its trusted keys.</summary>
    /// <param name="certificate">The certificate to add.</param>
    /// <param name="leavesOnly">Ask for keyUsage digitalSignature, no keyCertSign and no CA; false for 6.1, which does not.</param>
    /// <returns><see cref="Errno.None"/>, <see cref="Errno.ENOKEY"/>, or why the signature on the certificate is bad.</returns>
    public Errno Admits(X509Key certificate, bool leavesOnly = true)
    {
        if (certificate.PublicKey is null)
        {
            return Errno.ENOPKG;
        }

        if (leavesOnly && (certificate.IsCa || certificate.IsForCertSign || !certificate.IsForDigitalSignature))
        {
            return Errno.ENOKEY;
        }

        return FindIssuer(certificate) is { } parent ? certificate.CheckSignature(parent.Key) : Errno.ENOKEY;
    }

    /// <summary>The key that the certificate says signed it: by its authority key identifier, by the issuer's name without one.</summary>
    internal KeyringEntry? FindIssuer(X509Key certificate)
    {
        var fields = certificate.Fields;
        var byId = !fields.AuthoritySerial.IsEmpty && !fields.AuthorityIssuer.IsEmpty;
        if (!byId && fields.AuthoritySkid.IsEmpty)
        {
            return entries.Find(entry => entry.Certificate is { } c && c.Subject.Span.SequenceEqual(fields.Issuer.Span));
        }

        return entries.Find(entry =>
            (!byId || entry.HasIssuerAndSerial(fields.AuthorityIssuer.Span, fields.AuthoritySerial.Span))
            && (fields.AuthoritySkid.IsEmpty || entry.HasSkid(fields.AuthoritySkid.Span)));
    }

    /// <summary>The key that a signer of a PKCS#7 message names: by its subject key identifier, or by the issuer and serial of its certificate.</summary>
    internal KeyringEntry? FindSigner(ReadOnlyMemory<byte> skid, ReadOnlyMemory<byte> issuer, ReadOnlyMemory<byte> serial) => entries.Find(entry =>
        entry.HasSkid(skid.Span) || entry.HasIssuerAndSerial(issuer.Span, serial.Span));

    private void Put(KeyringEntry entry)
    {
        entries.RemoveAll(other => other.Description == entry.Description);
        entries.Add(entry);
    }
}
