namespace Imara.Cli.Evmctl.Options;

/// <summary>Hash algorithms by the kernel's names and by those of OpenSSL.</summary>
/// <remarks>docs/reference/appraisal.md 1.1.</remarks>
internal static class AlgoNames
{
    /// <summary>Finds an algorithm.</summary>
    public static bool TryParse(string name, out HashAlgo algo) => HashAlgos.TryParse(
        name switch
        {
            "ripemd160" => "rmd160",
            "md_gost12_256" => "streebog256",
            "md_gost12_512" => "streebog512",
            _ => name,
        },
        out algo);
}
