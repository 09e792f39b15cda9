using System.Diagnostics.CodeAnalysis;
using Imara.Signatures.Asn1;

namespace Imara.Signatures.Keys;

/// <summary>Reads RFC 5280 certificates: what the kernel uses of them, and the shape of the rest.</summary>
internal static class X509Parser
{
    public static bool TryParse(ReadOnlyMemory<byte> der, [NotNullWhen(true)] out X509Fields? fields, out FormatError error)
    {
        error = default;
        fields = null;
        var read = new X509Fields { Der = der };
        var reader = new DerReader(der.Span, ref error);
        if (!reader.TryEnter(DerTag.Sequence, out var certificate)
            || !reader.TryEnd()
            || !certificate.TryRead(DerTag.Sequence, out var tbs)
            || !certificate.TryRead(DerTag.Sequence, out var algorithm)
            || !certificate.TryRead(DerTag.BitString, out var signature)
            || !certificate.TryEnd()
            || !TryReadTbs(der, certificate.Enter(tbs), certificate.Of(algorithm), read))
        {
            return false;
        }

        if (signature.Length < 1 || certificate.Of(signature)[0] != 0)
        {
            return certificate.Fail(signature.Start, "a signature that is not a whole number of bytes");
        }

        read.Tbs = der[tbs.HeaderStart..tbs.End];
        read.Signature = der[(signature.Start + 1)..signature.End];
        fields = read;
        return true;
    }

    private static bool TryReadTbs(ReadOnlyMemory<byte> der, DerReader tbs, ReadOnlySpan<byte> outerAlgorithm, X509Fields fields)
    {
        if (tbs.NextIs(DerTag.Context(0)) && !tbs.TryRead(out _))
        {
            return false;
        }

        if (!tbs.TryRead(DerTag.Integer, out var serial)
            || !tbs.TryRead(DerTag.Sequence, out var algorithm)
            || !tbs.TryRead(DerTag.Sequence, out var issuer)
            || !tbs.TryRead(DerTag.Sequence, out var validity)
            || !tbs.TryRead(DerTag.Sequence, out var subject)
            || !tbs.TryRead(DerTag.Sequence, out var info))
        {
            return false;
        }

        if (!tbs.Of(algorithm).SequenceEqual(outerAlgorithm))
        {
            return tbs.Fail(algorithm.Start, "two different signature algorithms");
        }

        if (!tbs.Enter(algorithm).TryRead(DerTag.ObjectIdentifier, out var oid) || !PublicKey.TryReadSpki(tbs.Enter(info), out var key))
        {
            return false;
        }

        fields.Serial = der[serial.Start..serial.End];
        fields.Issuer = der[issuer.Start..issuer.End];
        ReadValidity(tbs.Of(validity), fields);
        fields.Subject = der[subject.Start..subject.End];
        fields.SignedWith = Oids.SignatureOf(tbs.Of(oid));
        fields.PublicKey = key;
        while (!tbs.AtEnd)
        {
            if (!tbs.TryRead(out var optional))
            {
                return false;
            }

            if (optional.Tag == DerTag.Context(3) && !TryReadExtensions(der, tbs.Enter(optional), fields))
            {
                return false;
            }
        }

        return true;
    }

    // Nobody who verifies looks at the dates, so they cannot make a certificate malformed.
    private static void ReadValidity(ReadOnlySpan<byte> validity, X509Fields fields)
    {
        FormatError ignored = default;
        var reader = new DerReader(validity, ref ignored);
        fields.NotBefore = DerTime.Read(ref reader);
        fields.NotAfter = DerTime.Read(ref reader);
    }

    private static bool TryReadExtensions(ReadOnlyMemory<byte> der, DerReader reader, X509Fields fields)
    {
        if (!reader.TryEnter(DerTag.Sequence, out var list) || !reader.TryEnd())
        {
            return false;
        }

        while (!list.AtEnd)
        {
            if (!list.TryEnter(DerTag.Sequence, out var extension) || !extension.TryRead(DerTag.ObjectIdentifier, out var oid))
            {
                return false;
            }

            if (extension.NextIs(DerTag.Boolean) && !extension.TryRead(out _))
            {
                return false;
            }

            if (!extension.TryRead(DerTag.OctetString, out var value) || !extension.TryEnd()
                || !TryReadExtension(der, list.Of(oid), list.Enter(value), fields))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryReadExtension(ReadOnlyMemory<byte> der, ReadOnlySpan<byte> oid, DerReader value, X509Fields fields)
    {
        if (oid.SequenceEqual(Oids.SubjectKeyIdentifier))
        {
            if (!value.TryRead(DerTag.OctetString, out var skid) || !value.TryEnd())
            {
                return false;
            }

            fields.Skid = der[skid.Start..skid.End];
            return true;
        }

        if (oid.SequenceEqual(Oids.KeyUsage))
        {
            if (!value.TryRead(DerTag.BitString, out var bits) || !value.TryEnd())
            {
                return false;
            }

            var usage = value.Of(bits) is [_, var first, ..] ? first : 0;
            fields.Usages = (KeyUsages)(usage & 0xfe);
            return true;
        }

        if (oid.SequenceEqual(Oids.BasicConstraints))
        {
            if (!value.TryEnter(DerTag.Sequence, out var constraints))
            {
                return false;
            }

            fields.IsCa = constraints.NextIs(DerTag.Boolean) && constraints.TryRead(out var ca) && ca.Length == 1 && constraints.Of(ca)[0] != 0;
            return true;
        }

        return !oid.SequenceEqual(Oids.AuthorityKeyIdentifier) || TryReadAuthority(der, value, fields);
    }

    private static bool TryReadAuthority(ReadOnlyMemory<byte> der, DerReader value, X509Fields fields)
    {
        if (!value.TryEnter(DerTag.Sequence, out var authority))
        {
            return false;
        }

        while (!authority.AtEnd)
        {
            if (!authority.TryRead(out var part))
            {
                return false;
            }

            if (part.Tag == DerTag.ContextPrimitive(0))
            {
                fields.AuthoritySkid = der[part.Start..part.End];
            }
            else if (part.Tag == DerTag.ContextPrimitive(2))
            {
                fields.AuthoritySerial = der[part.Start..part.End];
            }
            else if (part.Tag == DerTag.Context(1) && authority.Enter(part).NextIs(DerTag.Context(4)))
            {
                // GeneralNames whose first is a directoryName.
                if (!authority.Enter(part).TryEnter(DerTag.Context(4), out var directory) || !directory.TryRead(DerTag.Sequence, out var name))
                {
                    return false;
                }

                fields.AuthorityIssuer = der[name.Start..name.End];
            }
        }

        return true;
    }
}
