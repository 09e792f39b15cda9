using System.Collections.Immutable;
using Imara.Policy.Parsing;

namespace Imara.Policy.Vocabularies;

/// <summary>What can stand in a rule besides action and func, each with texts that hold it: one that a kernel takes is enough.</summary>
/// <remarks>docs/reference/policy.md 3.2, the rows of its table, and 3.6, 3.7 for what must stand together.</remarks>
internal static class RuleItems
{
    /// <summary>The items in the order of <see cref="RuleKey"/>; func is not one of them.</summary>
    public static ImmutableArray<(RuleKey Key, string Item, ImmutableArray<string> Texts)> All { get; } = [.. Rows()];

    private static IEnumerable<(RuleKey Key, string Item, ImmutableArray<string> Texts)> Rows()
    {
        for (var key = RuleKey.Mask; key <= RuleKey.PermitDirectio; key++)
        {
            if (key == RuleKey.AppraiseType)
            {
                foreach (var (word, _) in WordFeatures.AppraiseTypes)
                {
                    var text = $"appraise_type={word}";
                    yield return (key, text, word == "sigv3" ? [text, $"digest_type=verity {text}"] : [text]);
                }

                continue;
            }

            yield return (key, RuleKeys.WordOf(key), TextsOf(key));
        }
    }

    private static ImmutableArray<string> TextsOf(RuleKey key)
    {
        var word = RuleKeys.WordOf(key);
        return key switch
        {
            RuleKey.Mask => ["mask=MAY_READ"],
            RuleKey.FsMagic => ["fsmagic=0xef53"],
            RuleKey.FsName => ["fsname=ext4"],
            RuleKey.FsSubtype => ["fs_subtype=sshfs"],
            RuleKey.FsUuid => ["fsuuid=8bcbe394-4f13-4144-be8e-5aa9ea2ce2f6"],
            RuleKey.DigestType => ["digest_type=verity", "digest_type=verity appraise_type=sigv3"],
            RuleKey.AppraiseFlag => ["appraise_flag=check_blacklist", "appraise_type=imasig|modsig appraise_flag=check_blacklist"],
            RuleKey.AppraiseAlgos => ["appraise_algos="],
            RuleKey.Template => ["template=ima-ng"],
            RuleKey.Keyrings => ["keyrings=.ima"],
            RuleKey.Label => ["label=selinux"],
            RuleKey.PermitDirectio => [word],
            RuleKey.Pcr => ["pcr=10"],
            _ when RuleKeys.IsId(key) => [word + "=0"],
            _ => [word + "=any"],
        };
    }
}
