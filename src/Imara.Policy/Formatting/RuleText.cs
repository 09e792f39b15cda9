using System.Buffers;
using System.Text;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Policy.Formatting;

/// <summary>Writes the items of a rule in the order of docs/reference/policy.md 6, each followed by one blank.</summary>
/// <param name="line">Takes the bytes.</param>
/// <param name="isReadBack">As the kernel prints it; false: as the kernel takes it, and nothing lost.</param>
internal readonly struct RuleText(ArrayBufferWriter<byte> line, bool isReadBack)
{
    // The kernel prints file system names through a buffer of 64 bytes.
    private const int FsNameMax = 63;

    /// <summary>Writes the whole rule; <paramref name="flags"/> are `appraise_flag=` items that mean nothing to this kernel but were written.</summary>
    public void Write(PolicyRule rule, KernelProfile kernel, IReadOnlyList<ByteString> flags)
    {
        Item(PolicyWords.Of(rule.Action), string.Empty);
        Conditions(rule);
        Options(rule, kernel, flags);
    }

    private void Conditions(PolicyRule rule)
    {
        if (rule.Func != PolicyFunc.None)
        {
            Item("func=", PolicyWords.Of(rule.Func));
        }

        if (rule.Mask is { } mask)
        {
            Item(mask.AnyOf ? "mask=^" : "mask=", PolicyWords.Of(mask.Mask).First());
        }

        if (rule.FsMagic is { } magic)
        {
            Item("fsmagic=0x", magic.ToString("x"));
        }

        Name("fsname=", rule.FsName);
        Name("fs_subtype=", rule.FsSubtype);
        List("keyrings=", rule.Keyrings);
        List("label=", rule.Labels);
        if (rule.Pcr is { } pcr)
        {
            Item("pcr=", pcr.ToString());
        }

        if (rule.FsUuid is { } uuid)
        {
            Item("fsuuid=", uuid.ToString());
        }

        Id("uid", rule.Uid);
        Id("euid", rule.Euid);
        Id("gid", rule.Gid);
        Id("egid", rule.Egid);
        Id("fowner", rule.Fowner);
        Id("fgroup", rule.Fgroup);
    }

    private void Options(PolicyRule rule, KernelProfile kernel, IReadOnlyList<ByteString> flags)
    {
        if (rule.AppraiseAlgos is { } algos)
        {
            Item("appraise_algos=", algos.ToString());
        }

        foreach (var condition in rule.Lsm)
        {
            Text(PolicyWords.Of(condition.Key));
            Text("=");
            line.Write(condition.Label.Span);
            End();
        }

        if (rule.Template is { } template)
        {
            Item("template=", isReadBack || template.Name.Length > 0 ? template.Name : template.Format);
        }

        // 3.7: every kernel that knows both takes verity before sigv3, which is not how they are printed; imasig must stand before verity.
        var type = (rule.Options & RuleOptions.Digsig) != 0 ? AppraiseType(rule.Options, kernel) : string.Empty;
        var isVerity = (rule.Options & RuleOptions.Verity) != 0;
        var isVerityFirst = !isReadBack && isVerity && type == "sigv3";
        if (isVerityFirst)
        {
            Item("digest_type=", "verity");
        }

        if (type.Length > 0)
        {
            Item("appraise_type=", type);
        }

        if ((rule.Options & RuleOptions.CheckBlacklist) != 0 && !kernel.Has(KernelFeature.AppraiseFlagIgnored))
        {
            Item("appraise_flag=", "check_blacklist");
        }

        foreach (var flag in flags)
        {
            line.Write(flag.Span);
            End();
        }

        if (isVerity && !isVerityFirst)
        {
            Item("digest_type=", "verity");
        }

        if ((rule.Options & RuleOptions.PermitDirectio) != 0)
        {
            Item("permit_directio", string.Empty);
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

    private void Id(string key, IdCondition? condition)
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
        Item(key + op, isReadBack ? unchecked((int)id.Value).ToString() : id.Value.ToString());
    }

    private void Name(string key, ByteString? name)
    {
        if (name is { } text)
        {
            Text(key);
            line.Write(isReadBack ? text.Span[..Math.Min(text.Length, FsNameMax)] : text.Span);
            End();
        }
    }

    private void List(string key, IReadOnlyList<ByteString> items)
    {
        if (items.Count == 0)
        {
            return;
        }

        Text(key);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                Text("|");
            }

            line.Write(items[i].Span);
        }

        End();
    }

    private void Item(string key, string value)
    {
        Text(key);
        Text(value);
        End();
    }

    private void Text(string text) => line.Advance(Encoding.ASCII.GetBytes(text, line.GetSpan(text.Length)));

    private void End() => Text(" ");
}
