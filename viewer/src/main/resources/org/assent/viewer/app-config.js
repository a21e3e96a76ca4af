// OHIF's configuration at this site: its own DICOMweb and nothing else. The session cookie goes along by itself, so there
// is no token here and no sign-in of OHIF's own.
(() => {
  const siteName = '@SITE_NAME@';

  // Errors of the data source carry a status; those of single frames come as a message only.
  const isSignedOut = error => {
    const status = error?.status ?? error?.request?.status;
    return status === 401 || /\bstatus 401\b/.test(error?.message ?? String(error));
  };

  let leaving = false;
  const httpErrorHandler = error => {
    if (isSignedOut(error) && !leaving) {
      leaving = true;
      location.assign('/auth/sign-in?next=' + encodeURIComponent(location.pathname + location.search));
    }
  };

  window.config = {
    name: siteName,
    routerBasename: '/viewer',
    extensions: [],
    modes: [],
    customizationService: {},
    whiteLabeling: {
      createLogoComponentFn: React =>
        React.createElement('a', { href: '/viewer/', className: 'text-white text-base px-2', title: 'Studies' }, siteName),
    },
    showStudyList: true,
    maxNumberOfWebWorkers: 3,
    showWarningMessageForCrossOrigin: false,
    showCPUFallbackMessage: false,
    showLoadingIndicator: true,
    showErrorDetails: 'production',
    strictZSpacingForVolumeViewport: true,
    investigationalUseDialog: { option: 'never' },
    maxNumRequests: { interaction: 12, thumbnail: 4, prefetch: 8 },
    httpErrorHandler,
    defaultDataSourceName: 'dicomweb',
    dataSources: [
      {
        namespace: '@ohif/extension-default.dataSourcesModule.dicomweb',
        sourceName: 'dicomweb',
        configuration: {
          friendlyName: siteName,
          name: 'dicomweb',
          wadoUriRoot: '/wado',
          qidoRoot: '/dicomweb',
          wadoRoot: '/dicomweb',
          qidoSupportsIncludeField: true,
          supportsReject: false,
          imageRendering: 'wadors',
          thumbnailRendering: 'wadors',
          enableStudyLazyLoad: true,
          supportsFuzzyMatching: false,
          supportsWildcard: true,
          omitQuotationForMultipartRequest: false,
          bulkDataURI: { enabled: true, relativeResolution: 'studies' },
          dicomUploadEnabled: true,
        },
      },
    ],
  };
})();
