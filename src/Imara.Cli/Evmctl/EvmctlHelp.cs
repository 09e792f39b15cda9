namespace Imara.Cli.Evmctl;

/// <summary>What evmctl says about itself.</summary>
internal static class EvmctlHelp
{
    /// <summary>The version: the newest evmctl whose commands and options are here. Scripts take the last word of all there is, so that nothing may follow.</summary>
    public const string Version = "evmctl 1.6.2";

    /// <summary>Our own version.</summary>
    public const string OwnVersion = "imara " + BuildVersion.Text;

    private const string Options = """
          -a, --hashalgo ALGO    hash algorithm; without it sha256
          -s, --imasig           sign: sign the content first
          -d, --imahash          sign: hash the content first
          -f, --sigfile          use signature files FILE.sig
              --xattr-user       label user.ima and user.evm
              --rsa              signatures of version 1 (deprecated)
              --v3               signatures of version 3
          -k, --key KEY          private key, or certificates separated by commas;
                                 without it /etc/keys/privkey_evm.pem, /etc/keys/x509_evm.der
              --keyid HEX        keyid of the signature
              --keyid-from-cert CERT
                                 keyid of the signature: that of this certificate
          -o, --portable         EVM signature that covers no inode and no file system
          -i, --immutable        EVM signature that no kernel accepts any more
          -p, --pass[=PASSWORD]  password of the key; without a value it is asked for
          -r, --recursive        every regular file below the directories that are named
          -t, --type LETTERS     f: regular files, x: only without both labels (ima_fix),
                                 m: stay on one file system
          -n                     print, change no attribute
          -u, --uuid[=UUID]      UUID of the file system for EVM; without a value none
              --smack            EVM: all attributes of Smack
              --m32, --m64       EVM: for a kernel of 32 or 64 bits
              --ino, --uid, --gid, --mode, --generation NUMBER
                                 EVM: in place of the file's, decimal
              --ima HEX          EVM: value in place of security.ima
              --selinux LABEL    EVM: value in place of security.selinux
              --caps[=TEXT|=0xHEX]
                                 EVM: value in place of security.capability, empty for none
              --veritysig        sign_hash: fs-verity digests
              --pcrs [ALGO,]FILE PCR values; may be given for each bank
              --hwtpm            PCR values of this machine's TPM, which is the default
              --verify-bank ALGO compare this bank only
              --verify-sig       verify the signatures in a list
              --ignore-violations
                                 violations in a list are no failure
              --engine pkcs11, --provider pkcs11
                                 where keys of tokens are; gost and default do nothing
              --hmackey FILE     hmac: the EVM key
          -v                     say more
          -h, --help             show this
              --version          show the version

        EVMCTL_KEY_PASSWORD in the environment is the password of the key.
        Exit status: 0 done and good; 1 a bad signature or an unknown option; 125 something could not be done.
        """;

    /// <summary>The whole help.</summary>
    public static IEnumerable<string> Lines() =>
    [
        "Usage: evmctl [-v] COMMAND [OPTION...]",
        "Commands:",
        "  help [COMMAND]",
        .. EvmctlCommands.All.Select(command => "  " + command.Synopsis),
        string.Empty,
        .. Options.ReplaceLineEndings("\n").Split('\n'),
    ];

    /// <summary>The help of one command.</summary>
    public static IEnumerable<string> Lines(EvmctlCommand command) => ["usage: " + command.Synopsis, command.Summary];
}
