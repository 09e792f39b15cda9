using Imara.Cli;
using Imara.Cli.Evmctl;

return EvmctlEntry.IsMeant() ? EvmctlEntry.Run(args) : (int)Entry.Run(args);
