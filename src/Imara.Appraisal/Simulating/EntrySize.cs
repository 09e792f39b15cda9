using Imara.Measurements;
using Imara.Signatures;

namespace Imara.Appraisal.Simulating;

/// <summary>The size of an entry in <c>binary_runtime_measurements</c> before its digest is known. Pure.</summary>
/// <remarks>docs/reference/measurement-list.md 2.1, 2.2, 4.1. Appended signatures are not counted.</remarks>
internal static class EntrySize
{
    private const int MaxShortName = 255;
    private const int Number = 4;
    private const int Sha1Size = 20;

    // PCR, template digest of the SHA-1 list, length of the template name.
    private const int Head = Number + Sha1Size + Number;

    /// <summary>The size in bytes.</summary>
    /// <param name="template">The template.</param>
    /// <param name="algo">Algorithm of the file's digest.</param>
    /// <param name="imaHash">The default algorithm.</param>
    /// <param name="isVerity">The digest is that of fs-verity.</param>
    /// <param name="path">The name in the entry.</param>
    /// <param name="file">Its attributes.</param>
    public static int Of(Template template, HashAlgo algo, HashAlgo imaHash, bool isVerity, ReadOnlySpan<byte> path, IAttributes file)
    {
        var size = Head + template.Name.Length;
        if (template.IsLegacyIma)
        {
            return size + LegacyDigest(algo, imaHash) + Number + ShortName(path);
        }

        size += Number;
        foreach (var field in template.Fields)
        {
            size += Number + Field(field, algo, imaHash, isVerity, path, file);
        }

        return size;
    }

    private static int Field(TemplateField field, HashAlgo algo, HashAlgo imaHash, bool isVerity, ReadOnlySpan<byte> path, IAttributes file) => field switch
    {
        TemplateField.D => LegacyDigest(algo, imaHash),
        TemplateField.N => ShortName(path) + 1,
        TemplateField.NNg => path.Length + 1,
        TemplateField.DNg => NamedDigest(algo),
        TemplateField.DNgV2 => (isVerity ? "verity:".Length : "ima:".Length) + NamedDigest(algo),
        TemplateField.Sig => IsSignature(file.Ima) ? file.Ima.Length : Portable(file),
        TemplateField.EvmSig => Portable(file),
        TemplateField.IUid or TemplateField.IGid => Number,
        TemplateField.IMode => sizeof(ushort),
        TemplateField.XattrNames => Names(file),
        TemplateField.XattrLengths => Sum(file, static (_, _) => Number),
        TemplateField.XattrValues => Sum(file, static (_, length) => length),
        _ => 0,
    };

    // Name, colon, NUL, digest.
    private static int NamedDigest(HashAlgo algo) => HashAlgos.NameOf(algo).Length + 2 + HashAlgos.DigestSize(algo);

    private static int LegacyDigest(HashAlgo algo, HashAlgo imaHash) =>
        algo is HashAlgo.Md5 || (imaHash is HashAlgo.Md5 && algo is not HashAlgo.Sha1) ? HashAlgos.DigestSize(HashAlgo.Md5) : Sha1Size;

    private static int ShortName(ReadOnlySpan<byte> path) =>
        path.Length > MaxShortName ? Math.Min(path.Length - path.LastIndexOf((byte)'/') - 1, MaxShortName) : path.Length;

    private static bool IsSignature(ReadOnlySpan<byte> xattr) =>
        !xattr.IsEmpty && (ImaXattrType)xattr[0] is ImaXattrType.Signature or ImaXattrType.VeritySignature;

    private static int Portable(IAttributes file) => file.EvmSignatureLength;

    private static int Names(IAttributes file)
    {
        // Joined by bars, and a NUL behind.
        return Sum(file, static (name, _) => name.Length + 1);
    }

    private static int Sum(IAttributes file, Func<string, int, int> sizeOf)
    {
        var sum = 0;
        foreach (var name in ProtectedXattrs.Default.All)
        {
            if (file.LengthOf(name) is > 0 and var length)
            {
                sum += sizeOf(name, length);
            }
        }

        return sum;
    }
}
