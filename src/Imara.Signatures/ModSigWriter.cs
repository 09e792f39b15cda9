using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Imara.Signatures.Asn1;
using Imara.Signatures.Keys;

namespace Imara.Signatures;

/// <summary>Makes appended signatures: detached SignedData without attributes and certificates, then the trailer and the marker.</summary>
/// <remarks>docs/reference/appraisal.md 6. <see cref="ModSig"/> reads them.</remarks>
public static class ModSigWriter
{
    /// <summary>Signs, and answers everything that comes behind the content.</summary>
    /// <param name="key">The key.</param>
    /// <param name="signer">How the key is named.</param>
    /// <param name="digest">The digest of the content, which must not already end in a signature.</param>
    /// <param name="appended">The bytes to append.</param>
    /// <param name="reason">Why there are none: a digest that the kernel does not take here, or as <see cref="SigningKey.TrySign"/>.</param>
    public static bool TrySign(SigningKey key, ModSigSigner signer, Digest digest, [NotNullWhen(true)] out byte[]? appended, out string reason)
    {
        appended = null;
        if (!Pkcs7Signer.Takes(digest.Algo))
        {
            reason = $"an appended signature takes no {HashAlgos.NameOf(digest.Algo)} digest";
            return false;
        }

        if (key.TrySign(digest, out var signature, out reason))
        {
            appended = Append(WriteMessage(key.PublicKey.Kind, signer, digest.Algo, signature));
        }

        return appended is not null;
    }

    /// <summary>A message with its trailer and the marker.</summary>
    internal static byte[] Append(ReadOnlySpan<byte> pkcs7)
    {
        var appended = new byte[pkcs7.Length + ModSig.TrailerSize + ModSig.Marker.Length];
        pkcs7.CopyTo(appended);
        var trailer = appended.AsSpan(pkcs7.Length, ModSig.TrailerSize);
        trailer[2] = ModSig.Pkcs7Id;
        BinaryPrimitives.WriteInt32BigEndian(trailer[8..], pkcs7.Length);
        ModSig.Marker.CopyTo(appended.AsSpan(pkcs7.Length + ModSig.TrailerSize));
        return appended;
    }

    private static byte[] WriteMessage(KeyKind kind, ModSigSigner signer, HashAlgo algo, ReadOnlySpan<byte> signature)
    {
        var digestAlgorithm = DerWriter.Algorithm(Oids.Of(algo), []);
        var signatureAlgorithm = kind == KeyKind.Rsa
            ? DerWriter.Algorithm(Oids.RsaEncryption, DerWriter.Null)
            : DerWriter.Algorithm(Oids.OfSignature(rsa: false, algo), []);
        var version = DerWriter.Number([signer.Version]);
        var info = DerWriter.Element(
            DerTag.Sequence,
            [.. version, .. signer.Identifier, .. digestAlgorithm, .. signatureAlgorithm, .. DerWriter.Element(DerTag.OctetString, signature)]);

        // RFC 5652 5.1: of all versions the highest; 1 with plain data, 3 once a signer has it.
        var data = DerWriter.Element(
            DerTag.Sequence,
            [
                .. version,
                .. DerWriter.Element(DerTag.Set, digestAlgorithm),
                .. DerWriter.Algorithm(Oids.Data, []),
                .. DerWriter.Element(DerTag.Set, info),
            ]);
        return DerWriter.Algorithm(Oids.SignedData, DerWriter.Element(DerTag.Context(0), data));
    }
}
