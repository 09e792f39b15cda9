using System.Globalization;
using Imara.Engine.Files;
using Imara.Signatures;
using Imara.Signatures.Keys;

namespace Imara.Appraisal.Labelling;

/// <summary>Tells which key a label names: a wrong certificate and changed content are two things, for which the kernel has one word.</summary>
/// <param name="ima">The keys for security.ima and appended signatures.</param>
/// <param name="evm">The keys for security.evm; null without EVM.</param>
/// <remarks>docs/reference/appraisal.md 2, 4 and 6.</remarks>
public sealed class SignerSearch(Keyring ima, Keyring? evm = null)
{
    /// <summary>The key of the signature that a file was refused for, or that nobody could verify.</summary>
    /// <param name="file">The file.</param>
    /// <param name="cause">The cause in the words of audit records.</param>
    /// <param name="appended">Its appended signature, where the rules take one.</param>
    /// <returns>Null if no signature is at stake.</returns>
    internal NamedKey? Find(ILabelledFile file, string cause, ModSig? appended)
    {
        switch (cause)
        {
            case "invalid-HMAC" or "invalid-fail-immutable":
                return evm is null ? null : OfHeader(file.Xattr(ProtectedXattrs.Evm).Value.Span, evm);
            case "invalid-signature" or "invalid-verity-signature" or VerifyAction.NoKey:
                var label = file.Xattr(ProtectedXattrs.Ima).Value.Span;
                return LabelKinds.IsSignature(label) ? OfHeader(label, ima) : appended is null ? null : OfAppended(appended);
            default:
                return null;
        }
    }

    private static NamedKey? OfHeader(ReadOnlySpan<byte> label, Keyring ring)
    {
        if (label.Length > 1 && label[1] == 1 && SignatureHeaderV1.TryParse(label, out var first, out _))
        {
            return new NamedKey(first.KeyId.ToString("x16", CultureInfo.InvariantCulture), [.. ring.Version1KeyIds.Select(id => id.ToString("x16", CultureInfo.InvariantCulture))],
                ring.FindVersion1(first.KeyId) is not null);
        }

        return label.Length > 1 && label[1] is 2 or 3 && SignatureHeader.TryParse(label, out var header, out _)
            ? new NamedKey(TextOf(header.KeyId), KeyIdsOf(ring), ring.Find(header.KeyId).Any())
            : null;
    }

    private NamedKey OfAppended(ModSig appended) => new(appended.SignerName, [.. ima.Entries.Select(appended.NameLike)], appended.HasSignerIn(ima));

    private static System.Collections.Immutable.ImmutableArray<string> KeyIdsOf(Keyring ring) => [.. ring.Entries.Select(entry => entry.KeyId is { } id ? TextOf(id) : entry.Description)];

    private static string TextOf(uint keyid) => keyid.ToString("x8", CultureInfo.InvariantCulture);
}
