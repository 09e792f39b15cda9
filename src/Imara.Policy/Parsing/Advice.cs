using System.Buffers;
using System.Text;
using Imara.Policy.Rules;

namespace Imara.Policy.Parsing;

/// <summary>What to do about a word or value that is wrong: the help of a diagnostic.</summary>
internal static class Advice
{
    private const string Usual = "write 8-4-4-4-12 hexadecimal digits with dashes, without braces, as `blkid` prints it";

    private static readonly (string Word, string Help)[] OtherLanguages =
    [
        ("path", "a rule cannot name files; limit it by fsuuid, fsname, fowner or a label"),
        ("file", "a rule cannot name files; limit it by fsuuid, fsname, fowner or a label"),
        ("filename", "a rule cannot name files; limit it by fsuuid, fsname, fowner or a label"),
        ("dir", "a rule cannot name directories; limit it by fsuuid, fsname, fowner or a label"),
        ("user", "did you mean `uid`, the real user id, or `euid`, the effective one?"),
        ("group", "did you mean `gid`, the real group id, or `egid`, the effective one?"),
        ("owner", "did you mean `fowner`?"),
        ("fstype", "did you mean `fsname`?"),
        ("fs_type", "did you mean `fsname`?"),
        ("uuid", "did you mean `fsuuid`?"),
        ("magic", "did you mean `fsmagic`?"),
        ("digest", "did you mean `digest_type`?"),
        ("signature", "did you mean `appraise_type=imasig`?"),
        ("obj_lev", "MLS levels cannot be compared; use user, role or type"),
        ("subj_lev", "MLS levels cannot be compared; use user, role or type"),
        ("deny", "there is no deny: `appraise` refuses what has no valid hash or signature"),
        ("block", "there is no block: `appraise` refuses what has no valid hash or signature"),
        ("allow", "there is no allow: `dont_appraise` before an `appraise` rule exempts what it matches"),
        ("permit", "there is no permit: `dont_appraise` before an `appraise` rule exempts what it matches"),
        ("ignore", "there is no ignore: a `dont_` rule before a rule of its class exempts what it matches"),
    ];

    private static readonly (string Word, string Func)[] OtherFuncs =
    [
        ("EXEC", "BPRM_CHECK"), ("EXEC_CHECK", "BPRM_CHECK"), ("EXECVE", "BPRM_CHECK"), ("BINPRM_CHECK", "BPRM_CHECK"), ("OPEN", "FILE_CHECK"), ("OPEN_CHECK", "FILE_CHECK"),
        ("READ_CHECK", "FILE_CHECK"), ("KEXEC_CHECK", "KEXEC_KERNEL_CHECK"), ("SETATTR_CHECK", "SETXATTR_CHECK"), ("XATTR_CHECK", "SETXATTR_CHECK"),
    ];

    private static readonly string[] Funcs =
        [.. Enum.GetValues<PolicyFunc>().Where(func => func is not PolicyFunc.None and not PolicyFunc.PostSetattr).Select(PolicyWords.Of), "PATH_CHECK", "FILE_MMAP"];

    private static readonly SearchValues<byte> TypeName = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_."u8);
    private static readonly string[] Masks = ["MAY_EXEC", "MAY_WRITE", "MAY_READ", "MAY_APPEND"];

    /// <summary>About a word that is neither an action nor a key.</summary>
    public static string OnWord(string word, IEnumerable<string> words)
    {
        foreach (var (other, help) in OtherLanguages)
        {
            if (string.Equals(word, other, StringComparison.OrdinalIgnoreCase))
            {
                return help;
            }
        }

        if (word == "\\")
        {
            return "a rule is one line; there is no way to go on in the next";
        }

        return word.EndsWith('!')
            ? "there is no `!=`; exempt the value by a `dont_` rule before this one, or use `<` and `>`"
            : DidYouMean(Nearest.To(word, words)) ?? "`imara policy kernels VERSION` lists the words";
    }

    /// <summary>About an unknown func.</summary>
    public static string OnFunc(ReadOnlySpan<byte> value)
    {
        var word = Encoding.UTF8.GetString(value);
        if (word is "POST_SETATTR" or "NONE")
        {
            return "the kernel has it for itself; no rule can name it";
        }

        if (word.AsSpan().IndexOfAny("|,+") >= 0)
        {
            return "a rule is about one func; write one rule for each";
        }

        foreach (var (other, func) in OtherFuncs)
        {
            if (string.Equals(word, other, StringComparison.OrdinalIgnoreCase))
            {
                return $"did you mean `{func}`?";
            }
        }

        var suffixed = Funcs.FirstOrDefault(func => string.Equals(func, word + "_CHECK", StringComparison.OrdinalIgnoreCase));
        return DidYouMean(suffixed ?? Nearest.To(word, Funcs)) ?? "`imara policy kernels VERSION` lists the funcs";
    }

    /// <summary>About an unknown mask.</summary>
    public static string OnMask(ReadOnlySpan<byte> value)
    {
        var word = Encoding.UTF8.GetString(value);
        if (word.AsSpan().IndexOfAny("|,+") >= 0)
        {
            return "a mask is one bit; write one rule for each, and `^` before a bit to match any access that contains it";
        }

        var bare = word.TrimStart('^');
        var prefix = word.Length == bare.Length ? string.Empty : "^";
        var full = Masks.FirstOrDefault(mask => string.Equals(mask, "MAY_" + bare, StringComparison.OrdinalIgnoreCase)) ?? Nearest.To(bare, Masks);
        return full is null
            ? "use one of MAY_EXEC, MAY_WRITE, MAY_READ, MAY_APPEND, with one `^` before it to match any access that contains the bit"
            : $"did you mean `{prefix}{full}`?";
    }

    /// <summary>About an id or PCR that is no number.</summary>
    public static string OnDecimal(string key, byte op, ReadOnlySpan<byte> value)
    {
        var text = Encoding.UTF8.GetString(value);
        if (text[0] == '=')
        {
            var isNumber = uint.TryParse(text.AsSpan(1), out var bound);
            return op switch
            {
                (byte)'>' when isNumber && bound > 0 => $"there is no `>=`; write `{key}>{bound - 1}`",
                (byte)'<' when isNumber && bound < uint.MaxValue => $"there is no `<=`; write `{key}<{bound + 1}`",
                (byte)'=' => "write one `=`",
                _ => "there is no `>=` and no `<=`",
            };
        }

        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return uint.TryParse(text.AsSpan(2), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var number)
                ? $"write it in decimal, {number}"
                : "write it in decimal, without 0x";
        }

        return text switch
        {
            ['-', ..] => "there are no negative numbers here",
            "root" => "give the number, 0; names are not looked up",
            _ => "give the number; names are not looked up",
        };
    }

    /// <summary>About a file system magic that is no number.</summary>
    public static string OnMagic(ReadOnlySpan<byte> value) =>
        value.IndexOfAnyExcept(TypeName) < 0 && !value.StartsWith("0x"u8) && !char.IsAsciiDigit((char)value[0])
            ? $"it is a number, as in /usr/include/linux/magic.h; `fsname={UserText.Of(value)}` compares the name of the type"
            : "write it as in /usr/include/linux/magic.h, such as 0xef53";

    /// <summary>About a UUID: the one that braces or missing dashes hide.</summary>
    public static string OnUuid(ReadOnlySpan<byte> value)
    {
        var digits = new StringBuilder();
        foreach (var symbol in value)
        {
            if (char.IsAsciiHexDigit((char)symbol))
            {
                digits.Append(char.ToLowerInvariant((char)symbol));
            }
            else if (symbol is not ((byte)'-' or (byte)'{' or (byte)'}' or (byte)'"' or (byte)'\''))
            {
                return Usual;
            }
        }

        return digits.Length == 32
            ? $"did you mean `{digits.Insert(20, '-').Insert(16, '-').Insert(12, '-').Insert(8, '-')}`?"
            : Usual;
    }

    /// <summary>About an unknown template.</summary>
    public static string OnTemplate(ReadOnlySpan<byte> value, IReadOnlyList<string> names)
    {
        var word = Encoding.UTF8.GetString(value);
        var all = $"use one of {string.Join(", ", names)}, or the exact format of one of them";
        return word switch
        {
            "ima-sigv3" => $"the kernel's own documents name it, but no kernel has it; {all}",
            _ when Nearest.To(word, names) is { } nearest => $"did you mean `{nearest}`?",
            _ => all,
        };
    }

    /// <summary>About an unknown appraise_type.</summary>
    public static string OnAppraiseType(ReadOnlySpan<byte> value)
    {
        var word = Encoding.UTF8.GetString(value);
        return word.Contains("modsig", StringComparison.OrdinalIgnoreCase)
            ? "did you mean `imasig|modsig`, for modules and kexec images?"
            : DidYouMean(word.Equals("sig", StringComparison.OrdinalIgnoreCase) ? "imasig" : Nearest.To(word, ["imasig", "sigv3"]))
                ?? "use imasig, sigv3, or imasig|modsig for modules and kexec images";
    }

    /// <summary>About an unknown hash algorithm.</summary>
    public static string OnHash(ReadOnlySpan<byte> value)
    {
        var word = Encoding.UTF8.GetString(value);
        var names = HashAlgos.All.Select(HashAlgos.NameOf);
        var same = names.FirstOrDefault(name => string.Equals(Letters(name), Letters(word), StringComparison.OrdinalIgnoreCase));
        return word.Contains('|')
            ? "separate the names by commas"
            : DidYouMean(same ?? Nearest.To(word, names)) ?? "names are lower case, as in /proc/crypto: sha256, sha512, sha3-256; separate them by commas";
    }

    private static string Letters(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit));

    private static string? DidYouMean(string? word) => word is null ? null : $"did you mean `{word}`?";
}
