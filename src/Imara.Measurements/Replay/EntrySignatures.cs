using Imara.Hashing;
using Imara.Signatures;
using Imara.Signatures.Keys;

namespace Imara.Measurements.Replay;

/// <summary>Verifies the signatures that entries carry: of content and appended ones against the digests beside them, of metadata against the metadata beside it.</summary>
/// <param name="keys">The keys.</param>
/// <remarks>docs/reference/measurement-list.md 4.1, appraisal.md 2, 4.2, 6.</remarks>
public sealed class EntrySignatures(Keyring keys)
{
    private static readonly EvmMachine[] LittleEndian = [EvmMachine.LittleEndian64, EvmMachine.LittleEndian32];
    private static readonly EvmMachine[] BigEndian = [EvmMachine.BigEndian64, EvmMachine.BigEndian32];

    private readonly SignatureVerifier verifier = new(keys) { V3ForFiles = true };
    private readonly ModSigVerifier appended = new(keys);

    /// <summary>Verifies.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="reason">Why its signatures are not good, lower case; empty if they are, or if there are none.</param>
    public EntrySignatureStatus Judge(MeasurementEntry entry, out string reason)
    {
        reason = string.Empty;
        if (!entry.TryGetFields(out var fields))
        {
            return EntrySignatureStatus.None;
        }

        var (digest, modsigDigest) = ((Digest?)null, (Digest?)null);
        ReadOnlyMemory<byte> signature = default, modsig = default, evm = default;
        foreach (var field in fields)
        {
            switch (field.Field)
            {
                case TemplateField.DNg or TemplateField.DNgV2:
                    digest = DigestOf(field.Value.Span);
                    break;
                case TemplateField.DModsig:
                    modsigDigest = DigestOf(field.Value.Span);
                    break;
                case TemplateField.Sig:
                    signature = field.Value;
                    break;
                case TemplateField.Modsig:
                    modsig = field.Value;
                    break;
                case TemplateField.EvmSig:
                    evm = field.Value;
                    break;
                default:
                    break;
            }
        }

        var status = signature.IsEmpty ? EntrySignatureStatus.None : JudgeContent(signature.Span, digest, out reason);
        if (!modsig.IsEmpty)
        {
            var other = JudgeAppended(modsig, modsigDigest, out var why);
            (status, reason) = other > status ? (other, why) : (status, reason);
        }

        if (!evm.IsEmpty)
        {
            var other = EntryMetadata.TryRead(fields, entry.IsBigEndian, out var metadata)
                ? JudgeMetadata(evm.Span, metadata!, digest, entry.IsBigEndian, out var why)
                : Unread(out why);
            (status, reason) = other > status ? (other, why) : (status, reason);
        }

        if (reason.Length > 0)
        {
            reason = $"the signature of {EntryFindings.NameOf(entry)}: {reason}";
        }

        return status;
    }

    private EntrySignatureStatus JudgeContent(ReadOnlySpan<byte> signature, Digest? digest, out string reason)
    {
        reason = string.Empty;

        // 4.1: a portable signature of metadata takes this place where the content has none.
        if ((ImaXattrType)signature[0] is not (ImaXattrType.Signature or ImaXattrType.VeritySignature))
        {
            return EntrySignatureStatus.Unchecked;
        }

        if (digest is null)
        {
            reason = "it stands beside no digest";
            return EntrySignatureStatus.Bad;
        }

        var status = verifier.Verify(signature, digest).Status;
        if (status == SignatureStatus.Good)
        {
            return EntrySignatureStatus.Good;
        }

        var isRead = SignatureHeader.TryParse(signature, out var header, out _);
        reason = status == SignatureStatus.UnknownKey ? isRead ? $"unknown keyid {header.KeyId:x8}" : "unknown keyid"
            : !isRead ? status == SignatureStatus.Rejected ? "bad signature" : "malformed"
            : header.Algo != digest.Algo ? $"it is over another digest than the {HashAlgos.NameOf(digest.Algo)} of the list"
            : "bad signature";
        return status == SignatureStatus.UnknownKey ? EntrySignatureStatus.UnknownKey : EntrySignatureStatus.Bad;
    }

    // A format without all of the metadata, or one whose fields contradict each other.
    private static EntrySignatureStatus Unread(out string reason)
    {
        reason = "that of metadata, which the entry does not tell all of";
        return EntrySignatureStatus.Unchecked;
    }

    // It says whose security.ima this is; that in turn says of the content what the list says, or the entry proves nothing.
    private EntrySignatureStatus JudgeMetadata(ReadOnlySpan<byte> evm, EntryMetadata metadata, Digest? content, bool isBigEndian, out string reason)
    {
        reason = string.Empty;
        if (metadata.Ima.IsEmpty)
        {
            reason = "that of metadata stands beside no security.ima, without which there is none";
            return EntrySignatureStatus.Bad;
        }

        if (!SignatureHeader.TryParse(evm, out var header, out _) || header.Type != ImaXattrType.EvmPortableSignature || header.Algo is not { } algo || !KernelHash.IsSupported(algo))
        {
            reason = "that of metadata is malformed";
            return EntrySignatureStatus.Bad;
        }

        // The list does not say how wide the numbers of its kernel were.
        var status = SignatureStatus.Rejected;
        foreach (var machine in isBigEndian ? BigEndian : LittleEndian)
        {
            status = verifier.Verify(evm, metadata.DigestOf(algo, machine)).Status;
            if (status is SignatureStatus.Good or SignatureStatus.UnknownKey)
            {
                break;
            }
        }

        if (status != SignatureStatus.Good)
        {
            reason = status == SignatureStatus.UnknownKey ? $"that of metadata is by the unknown keyid {header.KeyId:x8}" : "that of metadata is bad";
            return status == SignatureStatus.UnknownKey ? EntrySignatureStatus.UnknownKey : EntrySignatureStatus.Bad;
        }

        return JudgeSignedLabel(metadata.Ima, content, out reason);
    }

    private EntrySignatureStatus JudgeSignedLabel(ReadOnlyMemory<byte> ima, Digest? content, out string reason)
    {
        reason = "the signed metadata has a security.ima that cannot be compared with the digest of the list";
        if (content is null || !ImaXattr.TryParse(ima, out var label, out _))
        {
            return EntrySignatureStatus.Unchecked;
        }

        if (label.Type is ImaXattrType.Signature or ImaXattrType.VeritySignature)
        {
            return JudgeContent(ima.Span, content, out reason);
        }

        if (label.Digest is not { } signed || signed.Algo != content.Algo)
        {
            return EntrySignatureStatus.Unchecked;
        }

        var isSame = signed.Bytes.SequenceEqual(content.Bytes);
        reason = isSame ? string.Empty : "the signed metadata is that of other content";
        return isSame ? EntrySignatureStatus.Good : EntrySignatureStatus.Bad;
    }

    private EntrySignatureStatus JudgeAppended(ReadOnlyMemory<byte> pkcs7, Digest? digest, out string reason)
    {
        if (ModSig.Read(pkcs7, out var modSig, out var error) != Errno.None)
        {
            reason = $"the appended one is malformed: {error}";
            return EntrySignatureStatus.Bad;
        }

        if (digest is null)
        {
            reason = "the appended one stands beside no digest";
            return EntrySignatureStatus.Bad;
        }

        // The list has the digest of one algorithm; what a second signer hashed with another one is not there.
        var isOther = false;
        var verdict = appended.Verify(modSig!, algo =>
        {
            isOther |= algo != digest.Algo;
            return algo == digest.Algo ? digest : Digest.Zero(algo);
        });
        reason = verdict.IsGood || isOther ? string.Empty : verdict.Status == SignatureStatus.UnknownKey ? "the appended one is by an unknown key" : "the appended one is bad";
        return verdict.IsGood ? EntrySignatureStatus.Good
            : isOther ? EntrySignatureStatus.Unchecked
            : verdict.Status == SignatureStatus.UnknownKey ? EntrySignatureStatus.UnknownKey
            : EntrySignatureStatus.Bad;
    }

    // `ALGO:` or `TYPE:ALGO:`, a NUL, the digest.
    private static Digest? DigestOf(ReadOnlySpan<byte> field)
    {
        var value = FieldText.SplitDigest(field, out var prefix);
        if (prefix.Length < 2)
        {
            return null;
        }

        var name = prefix[..^1];
        name = name[(name.LastIndexOf((byte)':') + 1)..];
        return HashAlgos.TryParse(name, out var algo) && value.Length == HashAlgos.DigestSize(algo) ? new Digest(algo, value) : null;
    }
}
