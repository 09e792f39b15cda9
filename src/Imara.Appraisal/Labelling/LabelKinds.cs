using Imara.Signatures;

namespace Imara.Appraisal.Labelling;

/// <summary>What a value of security.ima is, by its first byte.</summary>
internal static class LabelKinds
{
    /// <summary>True for a signature, over the content or over fs-verity's digest.</summary>
    public static bool IsSignature(ReadOnlySpan<byte> value) =>
        !value.IsEmpty && (ImaXattrType)value[0] is ImaXattrType.Signature or ImaXattrType.VeritySignature;
}
