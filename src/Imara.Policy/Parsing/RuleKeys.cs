using System.Text;
using Imara.Policy.Kernels;

namespace Imara.Policy.Parsing;

/// <summary>The words of the keys, what they need, and which operators they take.</summary>
internal static class RuleKeys
{
    private static readonly (string Word, KernelFeature? Needs)[] Table =
    [
        ("func", null), ("mask", null), ("fsmagic", null), ("fsname", null), ("fs_subtype", KernelFeature.FsSubtype), ("fsuuid", null),
        ("uid", null), ("euid", null), ("gid", KernelFeature.GroupConditions), ("egid", KernelFeature.GroupConditions),
        ("fowner", null), ("fgroup", KernelFeature.GroupConditions),
        ("obj_user", null), ("obj_role", null), ("obj_type", null), ("subj_user", null), ("subj_role", null), ("subj_type", null),
        ("digest_type", KernelFeature.Verity), ("appraise_type", null), ("appraise_flag", KernelFeature.AppraiseFlag),
        ("appraise_algos", KernelFeature.SetxattrCheck), ("pcr", null), ("template", null),
        ("keyrings", KernelFeature.KeyCheck), ("label", KernelFeature.CriticalData), ("permit_directio", null),
    ];

    private static readonly byte[][] Bytes = [.. Table.Select(row => Encoding.ASCII.GetBytes(row.Word))];

    /// <summary>Every word that may begin a token with an operator.</summary>
    public static IEnumerable<string> Words => Table.Select(row => row.Word);

    public static string WordOf(RuleKey key) => Table[(int)key].Word;

    public static ReadOnlySpan<byte> BytesOf(RuleKey key) => Bytes[(int)key];

    /// <summary>True if <paramref name="word"/> is the word of the key.</summary>
    public static bool IsWordOf(RuleKey key, ReadOnlySpan<byte> word) => word.SequenceEqual(Bytes[(int)key]);

    /// <summary>The feature the kernel must have to know the key; null: every kernel knows it.</summary>
    public static KernelFeature? FeatureOf(RuleKey key) => Table[(int)key].Needs;

    public static bool TryParse(ReadOnlySpan<byte> word, out RuleKey key)
    {
        for (var i = 0; i < Bytes.Length; i++)
        {
            if (word.SequenceEqual(Bytes[i]))
            {
                key = (RuleKey)i;
                return true;
            }
        }

        key = default;
        return false;
    }

    /// <summary>True for the ids, which also take <c>&lt;</c> and <c>&gt;</c>.</summary>
    public static bool IsId(RuleKey key) => key is >= RuleKey.Uid and <= RuleKey.Fgroup;

    public static bool IsLsm(RuleKey key) => key is >= RuleKey.ObjUser and <= RuleKey.SubjType;
}
