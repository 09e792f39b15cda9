using CsCheck;

namespace Imara.Policy.Tests.Formatting;

/// <summary>Random policy texts in the ways people write them: rules of many tokens in any order, comments, blanks, and bytes nobody expects.</summary>
internal static class PolicyTexts
{
    private static readonly string[] Tokens =
    [
        "func=FILE_CHECK", "func=PATH_CHECK", "func=FILE_MMAP", "func=BPRM_CHECK", "func=MODULE_CHECK", "func=KEY_CHECK", "func=CRITICAL_DATA", "func=SETXATTR_CHECK",
        "mask=MAY_READ", "mask=^MAY_WRITE", "fsmagic=EF53", "fsmagic=+0X0EF53", "fsmagic=0", "fsname=ext4", "fsname=#x", "fsname=a\r",
        "fsname=0123456789012345678901234567890123456789012345678901234567890123456789", "fs_subtype=s=#", "fsuuid=AAAAAAAA-bbbb-CCCC-dddd-eeeeeeeeeeee!tail",
        "fsuuid=00000000-0000-0000-0000-000000000000", "uid=+007", "uid>4294967293", "euid<1000", "gid=4294967294", "egid>0", "fowner=2147483648", "fgroup<5",
        "pcr=010", "pcr=+12", "pcr=-0", "template=ima-sig", "template=d-ng|n-ng", "template=d-ngv2|n-ng", "digest_type=verity", "digest_type=verity", "appraise_type=imasig",
        "appraise_type=sigv3", "appraise_type=imasig|modsig", "appraise_flag=check_blacklist", "appraise_flag=anything", "appraise_algos=sha512,sha256,sha512",
        "keyrings=.ima|.evm|.ima", "label=selinux", "permit_directio", "obj_type=bin_t", "subj_role=unconfined", "subj_user=root",
    ];

    private static readonly string[] Actions = ["measure", "dont_measure", "appraise", "dont_appraise", "audit", "dont_audit", "hash", "dont_hash", string.Empty];
    private static readonly string[] Blanks = [" ", "  ", "\t", " \t "];
    private static readonly string[] Others = ["", "   ", "\t", "# comment", "  #  indented \t", "#", "bogus line", "\r", "# dos\r", "/etc/ima/policy", "measure\0rest", "#a\0b", "\0"];

    private static readonly Gen<string> RuleLine = Gen.Select(
        Gen.OneOf(Actions), Gen.OneOf(Tokens).Array[0, 6], Gen.Int[0, 6], Gen.OneOf(Blanks), Gen.OneOf("", " ", "\t", " # why", " #", " #a b\t"),
        (action, tokens, at, blank, end) => string.Join(blank, (string[])[.. tokens.Take(at), action, .. tokens.Skip(at)]) + end);

    private static readonly Gen<string> Line = Gen.Select(Gen.Int[0, 9], RuleLine, Gen.OneOf(Others), (which, rule, other) => which < 7 ? rule : other);

    /// <summary>A policy of up to twelve lines, with or without a line feed at the end.</summary>
    public static Gen<byte[]> Any { get; } =
        Gen.Select(Line.Array[0, 12], Gen.Bool, (lines, ends) => new ByteString(string.Join('\n', lines) + (ends ? "\n" : string.Empty)).Span.ToArray());
}
