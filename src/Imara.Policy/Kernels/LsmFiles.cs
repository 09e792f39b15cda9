using System.Collections.Frozen;
using Imara.Policy.Rules;

namespace Imara.Policy.Kernels;

/// <summary>Reads the texts that say which security module is active and which labels it knows.</summary>
/// <remarks>docs/reference/policy.md 7.</remarks>
public static class LsmFiles
{
    /// <summary>The names by which <c>--lsm</c> and <c>/sys/kernel/security/lsm</c> know them.</summary>
    /// <param name="name">The name.</param>
    /// <param name="kind">The module.</param>
    public static bool TryParse(string name, out LsmKind kind)
    {
        (var isKnown, kind) = name switch
        {
            "none" => (true, LsmKind.None),
            "selinux" => (true, LsmKind.SELinux),
            "smack" => (true, LsmKind.Smack),
            "apparmor" => (true, LsmKind.AppArmor),
            _ => (false, LsmKind.None),
        };
        return isKnown;
    }

    /// <summary>The first module with labels of <c>/sys/kernel/security/lsm</c>, such as <c>lockdown,capability,apparmor</c>.</summary>
    public static LsmKind ActiveOf(string list)
    {
        foreach (var name in list.Trim().Split(','))
        {
            if (TryParse(name, out var kind) && kind != LsmKind.None)
            {
                return kind;
            }
        }

        return LsmKind.None;
    }

    /// <summary>True if the module has a table of labels that its policy fills: without it nobody can say which are defined.</summary>
    public static bool NeedsLabels(LsmKind kind) => kind is LsmKind.SELinux or LsmKind.AppArmor;

    /// <summary>Reads lines <c>key value</c>, such as <c>obj_type bin_t</c>; blank lines and lines that begin with <c>#</c> are passed over.</summary>
    /// <param name="text">The text.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="error">Where a line is something else.</param>
    public static bool TryReadLabels(ReadOnlySpan<byte> text, out FrozenSet<(LsmKey Key, ByteString Label)> labels, out FormatError error)
    {
        labels = [];
        error = default;
        var set = new HashSet<(LsmKey, ByteString)>();
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range].Trim(" \t\r"u8);
            if (line.IsEmpty || line[0] == '#')
            {
                continue;
            }

            var blank = line.IndexOfAny((byte)' ', (byte)'\t');
            if (blank < 0 || !TryParseKey(line[..blank], out var key))
            {
                error = new FormatError(range.Start.GetOffset(text.Length), "a line is one of obj_user, obj_role, obj_type, subj_user, subj_role, subj_type, a blank and a label");
                return false;
            }

            set.Add((key, new ByteString(line[blank..].TrimStart(" \t"u8))));
        }

        labels = set.ToFrozenSet();
        return true;
    }

    private static bool TryParseKey(ReadOnlySpan<byte> word, out LsmKey key)
    {
        for (key = LsmKey.ObjUser; key <= LsmKey.SubjType; key++)
        {
            if (System.Text.Ascii.Equals(word, PolicyWords.Of(key)))
            {
                return true;
            }
        }

        return false;
    }
}
