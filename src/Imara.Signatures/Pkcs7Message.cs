using System.Diagnostics.CodeAnalysis;
using Imara.Signatures.Asn1;
using Imara.Signatures.Keys;

namespace Imara.Signatures;

/// <summary>A detached PKCS#7 or CMS SignedData (RFC 2315, RFC 5652) as appended signatures use it.</summary>
internal sealed class Pkcs7Message
{
    // More than one signer is rare; a list without end is not a signature.
    private const int MaxSigners = 16;
    private const int MaxCertificates = 32;

    public List<Pkcs7Signer> Signers { get; } = [];

    public List<X509Key> Certificates { get; } = [];

    public static bool TryParse(ReadOnlyMemory<byte> der, [NotNullWhen(true)] out Pkcs7Message? message, out FormatError error)
    {
        error = default;
        message = null;
        var read = new Pkcs7Message();
        var reader = new DerReader(der.Span, ref error);
        if (!reader.TryEnter(DerTag.Sequence, out var info)
            || !reader.TryEnd()
            || !info.TryRead(DerTag.ObjectIdentifier, out var oid)
            || !info.TryEnter(DerTag.Context(0), out var wrapper)
            || !info.TryEnd()
            || !wrapper.TryEnter(DerTag.Sequence, out var data)
            || !wrapper.TryEnd())
        {
            return false;
        }

        if (!info.Of(oid).SequenceEqual(Oids.SignedData))
        {
            return reader.Fail(oid.Start, "not a SignedData");
        }

        if (!read.TryReadSignedData(der, data))
        {
            return false;
        }

        message = read;
        return true;
    }

    private bool TryReadSignedData(ReadOnlyMemory<byte> der, DerReader data)
    {
        if (!data.TryRead(DerTag.Integer, out var version) || !data.TryRead(DerTag.Set, out _) || !data.TryEnter(DerTag.Sequence, out var content))
        {
            return false;
        }

        if (data.Of(version) is not ([1] or [3]))
        {
            return data.Fail(version.Start, "a version that is not 1 or 3");
        }

        if (!content.TryRead(DerTag.ObjectIdentifier, out var type))
        {
            return false;
        }

        if (!content.Of(type).SequenceEqual(Oids.Data) || !content.AtEnd)
        {
            return content.Fail(type.Start, "content that is not plain data, or not detached");
        }

        if (data.NextIs(DerTag.Context(0)) && (!data.TryEnter(DerTag.Context(0), out var certificates) || !TryReadCertificates(certificates)))
        {
            return false;
        }

        if (data.NextIs(DerTag.Context(1)) && !data.TryRead(out _))
        {
            return false;
        }

        if (!data.TryRead(DerTag.Set, out var set) || !data.TryEnd())
        {
            return false;
        }

        var signers = data.Enter(set);
        while (!signers.AtEnd)
        {
            if (Signers.Count == MaxSigners)
            {
                return signers.Fail(set.Start, $"more than {MaxSigners} signers");
            }

            if (!signers.TryEnter(DerTag.Sequence, out var signer) || !TryReadSigner(der, signer))
            {
                return false;
            }
        }

        return Signers.Count > 0 || data.Fail(set.Start, "no signer");
    }

    private bool TryReadCertificates(DerReader certificates)
    {
        while (!certificates.AtEnd)
        {
            if (!certificates.TryRead(DerTag.Sequence, out var element))
            {
                return false;
            }

            if (Certificates.Count == MaxCertificates)
            {
                return certificates.Fail(element.HeaderStart, $"more than {MaxCertificates} certificates");
            }

            if (!X509Key.TryParse(certificates.Whole(element), out var certificate, out var error))
            {
                return certificates.Fail(element.HeaderStart + (int)error.Offset, error.Message);
            }

            Certificates.Add(certificate);
        }

        return true;
    }

    private bool TryReadSigner(ReadOnlyMemory<byte> der, DerReader reader)
    {
        var signer = new Pkcs7Signer();
        if (!reader.TryRead(DerTag.Integer, out var version))
        {
            return false;
        }

        // Version 1 names the signer by issuer and serial number, version 3 by SKID.
        switch (reader.Of(version))
        {
            case [1]:
                if (!reader.TryEnter(DerTag.Sequence, out var name)
                    || !name.TryRead(DerTag.Sequence, out var issuer)
                    || !name.TryRead(DerTag.Integer, out var serial)
                    || !name.TryEnd())
                {
                    return false;
                }

                signer.Issuer = der[issuer.Start..issuer.End];
                signer.Serial = der[serial.Start..serial.End];
                break;
            case [3]:
                if (!reader.TryRead(DerTag.ContextPrimitive(0), out var skid))
                {
                    return false;
                }

                signer.Skid = der[skid.Start..skid.End];
                break;
            default:
                return reader.Fail(version.Start, "a signer's version that is not 1 or 3");
        }

        if (!reader.TryEnter(DerTag.Sequence, out var digestAlgorithm) || !digestAlgorithm.TryRead(DerTag.ObjectIdentifier, out var digestOid))
        {
            return false;
        }

        signer.HasAuthenticatedAttributes = reader.NextIs(DerTag.Context(0));
        if (signer.HasAuthenticatedAttributes && !reader.TryRead(out _))
        {
            return false;
        }

        if (!reader.TryEnter(DerTag.Sequence, out var algorithm)
            || !algorithm.TryRead(DerTag.ObjectIdentifier, out var oid)
            || !reader.TryRead(DerTag.OctetString, out var signature)
            || (reader.NextIs(DerTag.Context(1)) && !reader.TryRead(out _))
            || !reader.TryEnd())
        {
            return false;
        }

        signer.DigestAlgo = Oids.HashOf(digestAlgorithm.Of(digestOid)) is { } algo && Pkcs7Signer.Takes(algo) ? algo : null;
        signer.Rsa = KindOf(algorithm.Of(oid));
        signer.Signature = der[signature.Start..signature.End];
        Signers.Add(signer);
        return true;
    }

    private static bool? KindOf(ReadOnlySpan<byte> oid) =>
        oid.SequenceEqual(Oids.RsaEncryption) ? true
        : oid.SequenceEqual(Oids.EcPublicKey) ? false
        : Oids.SignatureOf(oid)?.Rsa;
}
