using Imara.Cli;
using Imara.Cli.Evmctl;
using Imara.Runtime.Guarding;

return WatchdogProcess.IsMeant(args) ? WatchdogProcess.Run() : EvmctlEntry.IsMeant() ? EvmctlEntry.Run(args) : (int)Entry.Run(args);
