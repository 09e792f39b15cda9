using System.Buffers;
using System.Text;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Policy.Formatting;

/// <summary>Writes rules as reading <c>ima/policy</c> back prints them.</summary>
/// <remarks>docs/reference/policy.md 6: every item is followed by one blank, also the last.</remarks>
public static class CanonicalRule
{
    // The kernel prints file system names through a buffer of 64 bytes.
    private const int FsNameMax = 63;

    /// <summary>The line of a rule without its line feed; null if the kernel hides the rule because a label is not defined.</summary>
    public static ByteString? Write(PolicyRule rule, KernelProfile kernel)
    {
        if (kernel.Has(KernelFeature.UndefinedLsmHidden) && rule.Lsm.Any(condition => !condition.IsDefined))
        {
            return null;
        }

        var line = new ArrayBufferWriter<byte>(128);
        Text(line, PolicyWords.Of(rule.Action));
        End(line);
        WriteConditions(line, rule);
        WriteOptions(line, rule, kernel);
        return new ByteString(line.WrittenSpan);
    }

    private static void WriteConditions(ArrayBufferWriter<byte> line, PolicyRule rule)
    {
        if (rule.Func != PolicyFunc.None)
        {
            Item(line, "func=", PolicyWords.Of(rule.Func));
        }

        if (rule.Mask is { } mask)
        {
            Item(line, mask.AnyOf ? "mask=^" : "mask=", PolicyWords.Of(mask.Mask).First());
        }

        if (rule.FsMagic is { } magic)
        {
            Item(line, "fsmagic=0x", magic.ToString("x"));
        }

        Name(line, "fsname=", rule.FsName);
        Name(line, "fs_subtype=", rule.FsSubtype);
        List(line, "keyrings=", rule.Keyrings);
        List(line, "label=", rule.Labels);
        if (rule.Pcr is { } pcr)
        {
            Item(line, "pcr=", pcr.ToString());
        }

        if (rule.FsUuid is { } uuid)
        {
            Item(line, "fsuuid=", uuid.ToString());
        }

        Id(line, "uid", rule.Uid);
        Id(line, "euid", rule.Euid);
        Id(line, "gid", rule.Gid);
        Id(line, "egid", rule.Egid);
        Id(line, "fowner", rule.Fowner);
        Id(line, "fgroup", rule.Fgroup);
    }

    private static void WriteOptions(ArrayBufferWriter<byte> line, PolicyRule rule, KernelProfile kernel)
    {
        if (rule.AppraiseAlgos is { } algos)
        {
            Item(line, "appraise_algos=", algos.ToString());
        }

        foreach (var condition in rule.Lsm)
        {
            Text(line, PolicyWords.Of(condition.Key));
            Text(line, "=");
            line.Write(condition.Label.Span);
            End(line);
        }

        if (rule.Template is { } template)
        {
            Item(line, "template=", template.Name);
        }

        if ((rule.Options & RuleOptions.Digsig) != 0)
        {
            Item(line, "appraise_type=", AppraiseType(rule.Options, kernel));
        }

        if ((rule.Options & RuleOptions.CheckBlacklist) != 0 && !kernel.Has(KernelFeature.AppraiseFlagIgnored))
        {
            Item(line, "appraise_flag=", "check_blacklist");
        }

        if ((rule.Options & RuleOptions.Verity) != 0)
        {
            Item(line, "digest_type=", "verity");
        }

        if ((rule.Options & RuleOptions.PermitDirectio) != 0)
        {
            Item(line, "permit_directio", string.Empty);
        }
    }

    private static string AppraiseType(RuleOptions options, KernelProfile kernel)
    {
        var sigv3 = kernel.Has(KernelFeature.Sigv3ForFiles) ? RuleOptions.Sigv3 : RuleOptions.Verity;
        if ((options & sigv3) != 0)
        {
            return "sigv3";
        }

        return (options & RuleOptions.Modsig) != 0 ? "imasig|modsig" : "imasig";
    }

    private static void Id(ArrayBufferWriter<byte> line, string key, IdCondition? condition)
    {
        if (condition is not { } id)
        {
            return;
        }

        var op = id.Operator switch
        {
            IdOperator.Greater => ">",
            IdOperator.Less => "<",
            _ => "=",
        };

        // The kernel prints ids as signed numbers: 4294967294 comes out as -2, which it does not take again.
        Item(line, key + op, unchecked((int)id.Value).ToString());
    }

    private static void Name(ArrayBufferWriter<byte> line, string key, ByteString? name)
    {
        if (name is { } text)
        {
            Text(line, key);
            line.Write(text.Span[..Math.Min(text.Length, FsNameMax)]);
            End(line);
        }
    }

    private static void List(ArrayBufferWriter<byte> line, string key, IReadOnlyList<ByteString> items)
    {
        if (items.Count == 0)
        {
            return;
        }

        Text(line, key);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                Text(line, "|");
            }

            line.Write(items[i].Span);
        }

        End(line);
    }

    private static void Item(ArrayBufferWriter<byte> line, string key, string value)
    {
        Text(line, key);
        Text(line, value);
        End(line);
    }

    private static void Text(ArrayBufferWriter<byte> line, string text) => line.Advance(Encoding.ASCII.GetBytes(text, line.GetSpan(text.Length)));

    private static void End(ArrayBufferWriter<byte> line) => Text(line, " ");
}
