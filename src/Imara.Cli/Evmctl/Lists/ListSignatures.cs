using Imara.Measurements;
using Imara.Signatures;
using Imara.Signatures.Keys;

namespace Imara.Cli.Evmctl.Lists;

/// <summary>Verifies the signatures that entries of a measurement list carry, against the digests beside them.</summary>
/// <remarks>docs/reference/measurement-list.md 3 and 4, appraisal.md 2.</remarks>
internal sealed class ListSignatures(Keyring keys)
{
    private readonly SignatureVerifier verifier = new(keys) { V3ForFiles = true };

    /// <summary>Why the signature of an entry cannot be trusted; null if it is good, or if the entry has none.</summary>
    public string? WhyBad(MeasurementEntry entry)
    {
        if (!entry.TryGetFields(out var fields))
        {
            return null;
        }

        Digest? digest = null;
        ReadOnlyMemory<byte> signature = default;
        foreach (var field in fields)
        {
            if (field.Field is TemplateField.DNg or TemplateField.DNgV2)
            {
                digest = DigestOf(field.Value.Span);
            }
            else if (field.Field == TemplateField.Sig)
            {
                signature = field.Value;
            }
        }

        // The kernel puts every attribute there that holds a signature, and nothing for others.
        if (signature.IsEmpty || (ImaXattrType)signature.Span[0] is not (ImaXattrType.Signature or ImaXattrType.VeritySignature))
        {
            return null;
        }

        var name = entry.TryGetName(out var path) ? EntryDescription.Escape(path.Span) : "a file without a name";
        if (digest is null)
        {
            return $"the signature of {name} stands beside no digest";
        }

        var verdict = verifier.Verify(signature.Span, digest);
        return verdict.IsGood ? null : $"the signature of {name}: {Cause(signature.Span, digest, verdict.Status)}";
    }

    private static string Cause(ReadOnlySpan<byte> signature, Digest digest, SignatureStatus status)
    {
        if (!SignatureHeader.TryParse(signature, out var header, out _))
        {
            return status == SignatureStatus.Rejected ? "bad signature" : status == SignatureStatus.UnknownKey ? "unknown keyid" : "malformed";
        }

        return status == SignatureStatus.UnknownKey ? $"unknown keyid {header.KeyId:x8}"
            : header.Algo != digest.Algo ? $"it is over another digest than the {HashAlgos.NameOf(digest.Algo)} of the list"
            : "bad signature";
    }

    // `ALGO:` or `TYPE:ALGO:`, a NUL, the digest.
    private static Digest? DigestOf(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        if (end < 1 || field[end - 1] != ':')
        {
            return null;
        }

        var name = field[..(end - 1)];
        name = name[(name.LastIndexOf((byte)':') + 1)..];
        return HashAlgos.TryParse(name, out var algo) && field.Length - end - 1 == HashAlgos.DigestSize(algo) ? new Digest(algo, field[(end + 1)..]) : null;
    }
}
