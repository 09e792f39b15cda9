using Imara.Signatures.Keys;

namespace Imara.Signatures;

/// <summary>Verifies appended signatures as a kernel with these keys does. Safe for use by several threads.</summary>
/// <param name="keyring"><c>.ima</c>, and for kernel images <c>.platform</c> after it.</param>
/// <remarks>docs/reference/appraisal.md 6.</remarks>
public sealed class ModSigVerifier(Keyring keyring)
{
    /// <summary>The ways to sign that the kernel knows.</summary>
    public SignatureSchemes Schemes { get; init; } = SignatureSchemes.All;

    /// <summary>Verifies a signature.</summary>
    /// <param name="modSig">The signature.</param>
    /// <param name="digestOf">The digest of the first <see cref="ModSig.ContentLength"/> bytes of the file; asked at most once per signer.</param>
    /// <returns>Good if one signer's key, or the key that certified it in the message, is in the keyring and no signature is bad.</returns>
    public SignatureVerdict Verify(ModSig modSig, Func<HashAlgo, Digest> digestOf)
    {
        var verdict = SignatureVerdict.Of(Errno.ENOPKG);
        foreach (var signer in modSig.Message.Signers)
        {
            if (signer.HasAuthenticatedAttributes)
            {
                return SignatureVerdict.Of(Errno.EKEYREJECTED);
            }

            if (signer.DigestAlgo is not { } algo || signer.Rsa is null)
            {
                continue;
            }

            var found = VerifySigner(modSig.Message, signer, digestOf(algo));
            if (found.Status == SignatureStatus.Rejected)
            {
                return found;
            }

            verdict = verdict.IsGood ? verdict : found;
        }

        return verdict;
    }

    private SignatureVerdict VerifySigner(Pkcs7Message message, Pkcs7Signer signer, Digest digest)
    {
        if (signer.In(keyring) is { } known)
        {
            return SignatureVerdict.Of(VerifyWith(known.Key, signer, digest), known);
        }

        if (message.Certificates.Find(c => Names(signer, c)) is not { PublicKey: { } key } certificate)
        {
            return SignatureVerdict.Of(Errno.ENOKEY);
        }

        var errno = VerifyWith(key, signer, digest);
        return errno == Errno.None ? FollowChain(message, certificate) : SignatureVerdict.Of(errno);
    }

    private static bool Names(Pkcs7Signer signer, X509Key certificate) => signer.Skid.IsEmpty
        ? certificate.Issuer.Span.SequenceEqual(signer.Issuer.Span) && certificate.Serial.Span.SequenceEqual(signer.Serial.Span)
        : certificate.Skid.Span.SequenceEqual(signer.Skid.Span);

    private Errno VerifyWith(PublicKey key, Pkcs7Signer signer, Digest digest) => (key.Scheme & Schemes) == 0 ? Errno.ENOPKG
        : signer.Rsa == (key.Kind == KeyKind.Rsa)
        ? key.Verify(digest.Algo, digest.Bytes, signer.Signature.Span)
        : Errno.EKEYREJECTED;

    // From the signer's certificate over others in the message up to one that a key of the keyring signed.
    private SignatureVerdict FollowChain(Pkcs7Message message, X509Key certificate)
    {
        var known = new Keyring();
        foreach (var other in message.Certificates)
        {
            _ = known.Add(other);
        }

        for (var step = 0; step <= message.Certificates.Count; step++)
        {
            if (keyring.FindIssuer(certificate) is { } trusted)
            {
                return SignatureVerdict.Of(certificate.CheckSignature(trusted.Key), trusted);
            }

            if (known.FindIssuer(certificate) is not { Certificate: { } parent } || ReferenceEquals(parent, certificate)
                || certificate.CheckSignature(parent.PublicKey!) != Errno.None)
            {
                break;
            }

            certificate = parent;
        }

        return SignatureVerdict.Of(Errno.ENOKEY);
    }
}
