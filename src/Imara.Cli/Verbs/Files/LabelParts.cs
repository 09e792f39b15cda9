using System.Globalization;
using Imara.Signatures;

namespace Imara.Cli.Verbs.Files;

/// <summary>Takes labels apart; every byte of a value is in one of the parts. Pure.</summary>
/// <remarks>docs/reference/appraisal.md 1 and 2.</remarks>
internal static class LabelParts
{
    /// <summary>The parts of security.ima; null if there is none.</summary>
    public static IReadOnlyList<LabelPart>? OfIma(byte[]? value)
    {
        if (value is null)
        {
            return null;
        }

        if (!ImaXattr.TryParse(value, out var xattr, out var error))
        {
            return Malformed(value, error);
        }

        var parts = new List<LabelPart> { TypeOf(value[0], xattr.Type switch
        {
            ImaXattrType.Digest or ImaXattrType.DigestNg => "digest",
            ImaXattrType.Signature => "signature",
            ImaXattrType.VeritySignature => "fs-verity signature",
            _ => "unknown to IMA",
        }) };
        if (xattr.Digest is { } digest)
        {
            parts.Add(new LabelPart("algo", HashAlgos.NameOf(digest.Algo)));
            parts.Add(new LabelPart("digest", Convert.ToHexStringLower(digest.Bytes)));
            AddRest(parts, "ignored", xattr.Rest);
        }
        else if (xattr.HeaderV1 is { } first)
        {
            AddVersion1(parts, first);
            AddRest(parts, "signature", xattr.Rest);
        }
        else if (xattr.Header is { } header)
        {
            AddHeader(parts, header);
            AddRest(parts, "signature", xattr.Rest);
        }
        else
        {
            AddRest(parts, "rest", xattr.Rest);
        }

        return parts;
    }

    /// <summary>The parts of security.evm; null if there is none.</summary>
    public static IReadOnlyList<LabelPart>? OfEvm(byte[]? value)
    {
        if (value is null)
        {
            return null;
        }

        if (!EvmXattr.TryParse(value, out var xattr, out var error))
        {
            return Malformed(value, error);
        }

        var parts = new List<LabelPart> { TypeOf(value[0], xattr.Type switch
        {
            ImaXattrType.EvmHmac => "HMAC",
            ImaXattrType.Signature => "signature",
            ImaXattrType.EvmPortableSignature => "portable signature",
            _ => "unknown to EVM",
        }) };
        if (xattr.Header is { } header)
        {
            AddHeader(parts, header);
            AddRest(parts, "signature", xattr.Rest);
        }
        else
        {
            AddRest(parts, xattr.Type == ImaXattrType.EvmHmac ? "hmac" : "rest", xattr.Rest);
        }

        return parts;
    }

    private static LabelPart TypeOf(byte first, string name) => new("type", $"{first:x2} {name}");

    private static void AddHeader(List<LabelPart> parts, in SignatureHeader header)
    {
        parts.Add(new LabelPart("version", header.Version.ToString(CultureInfo.InvariantCulture), header.Version));
        parts.Add(new LabelPart("algo", header.Algo is { } algo ? HashAlgos.NameOf(algo) : $"unknown id {header.AlgoId}"));
        parts.Add(new LabelPart("keyid", header.KeyId.ToString("x8", CultureInfo.InvariantCulture)));
    }

    private static void AddVersion1(List<LabelPart> parts, in SignatureHeaderV1 header)
    {
        parts.Add(new LabelPart("version", "1", 1));
        parts.Add(new LabelPart("timestamp", header.Timestamp.ToString(CultureInfo.InvariantCulture), header.Timestamp));
        parts.Add(new LabelPart("key_algo", header.KeyAlgo == 0 ? "rsa" : $"unknown id {header.KeyAlgo}"));
        parts.Add(new LabelPart("algo", header.Hash switch { 0 => "sha1", 1 => "sha256", _ => $"unknown id {header.Hash}" }));
        parts.Add(new LabelPart("keyid", header.KeyId.ToString("x16", CultureInfo.InvariantCulture)));
        parts.Add(new LabelPart("numbers", header.Numbers.ToString(CultureInfo.InvariantCulture), header.Numbers));
        parts.Add(new LabelPart("bits", header.SignatureBits.ToString(CultureInfo.InvariantCulture), header.SignatureBits));
    }

    private static void AddRest(List<LabelPart> parts, string name, ReadOnlyMemory<byte> rest)
    {
        if (!rest.IsEmpty)
        {
            parts.Add(new LabelPart(name, Convert.ToHexStringLower(rest.Span)));
        }
    }

    private static LabelPart[] Malformed(byte[] value, FormatError error) =>
        [new LabelPart("malformed", error.ToString()), new LabelPart("value", Convert.ToHexStringLower(value))];
}
